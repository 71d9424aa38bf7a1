package io.weir.guard.rule;

import io.weir.guard.pipeline.Rows;
import java.util.stream.IntStream;

/**
 * Nearest-neighbour averaging around a trusted row (Farhadkhani et al. 2023, MoNNA): the mean of the {@code n − f} rows
 * nearest to row {@code pivot}, which is one of them. Library code: a federation's guard has no row of its own to trust,
 * and the index of a participant changes with who takes part.
 */
public final class Monna extends Selection {
    public static final String NAME = "monna";

    private final int f;
    private final int pivot;

    /**
     * MoNNA.
     *
     * @param pivot index of the trusted row
     */
    public Monna(int f, int pivot) {
        super(NAME, Math.max(2 * f, pivot) + 1);
        this.f = f;
        this.pivot = pivot;
    }

    @Override
    int[] select(Rows rows) {
        double[] distances = IntStream.range(0, rows.size())
                .mapToDouble(r -> rows.gram().squaredDistance(r, pivot))
                .toArray();
        return Order.smallest(distances, rows.size() - f);
    }
}
