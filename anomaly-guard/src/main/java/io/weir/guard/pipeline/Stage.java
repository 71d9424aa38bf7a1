package io.weir.guard.pipeline;

import io.weir.guard.RoundStatistics;
import io.weir.guard.history.Memory;
import io.weir.guard.kernel.CoordinateSample;
import java.util.List;
import java.util.Set;

/** One step of a pipeline. A pure function of the rows before it. */
public sealed interface Stage permits Filter, Transform, Aggregation {
    /** The stage's name in the configuration. */
    String name();

    /** Whether the stage needs inner products; without them it sees norms only. */
    default boolean needsGram() {
        return true;
    }

    /** Whether the stage looks at the updates' signs. */
    default boolean needsSigns() {
        return false;
    }

    /**
     * Samples of coordinates over which the stage needs inner products as well, {@link io.weir.guard.Gram#samples}.
     *
     * @param round the round's number
     */
    default List<CoordinateSample> samples(long round) {
        return List.of();
    }

    /** What of earlier rounds the stage needs; what is sketched needs {@link #needsGram} as well. */
    default Set<Memory> remembers() {
        return Set.of();
    }

    /** Whether the stage compares with the round's reference, {@link RoundStatistics#ROOT}. */
    default boolean needsReference() {
        return false;
    }

    /** The least number of rows that the stage works on. */
    default int rowsMin() {
        return 1;
    }

    /** The largest number of rows that the stage works on; for stages whose work grows faster than the rows' square. */
    default int rowsMax() {
        return Integer.MAX_VALUE;
    }
}
