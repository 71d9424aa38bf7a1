package io.weir.guard.rule;

import io.weir.guard.RoundStatistics;
import io.weir.guard.pipeline.Rows;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Nearest-neighbour averaging around a trusted row (Farhadkhani et al. 2023, MoNNA): the mean of the {@code n − f} rows
 * nearest to it. There the trusted row is one of them, a node's own; in a federation it is that of the reference, which
 * does not count.
 */
public final class Monna extends Selection {
    public static final String NAME = "monna";

    private final int f;
    private final boolean byReference;
    private final ToIntFunction<Rows> pivot;

    private Monna(int f, int rowsMin, boolean byReference, ToIntFunction<Rows> pivot) {
        super(NAME, rowsMin);
        this.f = f;
        this.byReference = byReference;
        this.pivot = pivot;
    }

    /**
     * MoNNA as a node runs it.
     *
     * @param pivot index of the node's own row
     */
    public Monna(int f, int pivot) {
        this(f, Math.max(2 * f, pivot) + 1, false, rows -> pivot);
    }

    /** MoNNA around the federation's reference. */
    public static Monna aroundReference(int f) {
        return new Monna(f, 2 * f + 1, true, rows -> rows.reference(RoundStatistics.ROOT));
    }

    @Override
    public boolean needsReference() {
        return byReference;
    }

    @Override
    int[] select(Rows rows) {
        int trusted = pivot.applyAsInt(rows);
        double[] distances = IntStream.range(0, rows.size())
                .mapToDouble(r -> rows.gram().squaredDistance(r, trusted))
                .toArray();
        return Order.smallest(distances, rows.size() - f);
    }
}
