package io.weir.aggregator.internal.slice;

import io.weir.aggregator.LogReader;
import io.weir.guard.VerdictRule;
import io.weir.guard.kernel.CoordinateSample;
import io.weir.guard.kernel.Measures;
import io.weir.wire.GroupOpening;
import io.weir.wire.UpdateChunk;
import io.weir.wire.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a slice knows of its updates' values, and how it combines them: by whether the round shows, hides or seals them. */
sealed interface SliceValues extends AutoCloseable permits PlainValues, HiddenValues, SealedValues {
    /** A participant's chunks, by chunk index; an IllegalStateException if its update is not whole. */
    interface Committed extends Function<String, Map<Integer, HeldChunk>> {}

    /** Checks a chunk, its payload included; empty if it is sound. */
    Optional<Refusal> read(UpdateChunk chunk);

    /** The chunk that was read last, with what can be told of its values. */
    HeldChunk held(UpdateChunk chunk, long offset, byte[] sha256);

    /** Takes the values in that were read last: they are the first that a participant sent for this chunk. */
    void keep(HeldChunk chunk, String participant);

    /** Inner products of whole updates, as {@link RoundSlice#products} has them. */
    default Map<Integer, double[]> products(
            List<String> participants, Measures measures, Committed committed, LogReader log) {
        throw new IllegalStateException("single updates cannot be compared here: the round hides them");
    }

    /** Inner products of the opened groups' means, as {@link RoundSlice#openedProducts} has them. */
    default Map<Integer, double[]> openedProducts(
            List<GroupOpening> openings, List<CoordinateSample> samples, Committed committed, LogReader log) {
        throw new IllegalStateException("there are no groups to open here: the round does not hide updates");
    }

    /** The sums that a verdict asks for, by chunk index, as {@link RoundSlice#settle} has them. */
    Map<Integer, long[]> settle(Verdict verdict, VerdictRule judged, Committed committed, LogReader log);

    /** Gives memory back. */
    @Override
    void close();
}
