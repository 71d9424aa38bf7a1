package io.weir.guard.rule;

import io.weir.guard.pipeline.Rows;
import io.weir.guard.pipeline.Transform;

/**
 * Nearest-neighbour mixing (Allouah et al. 2023, "Fixing by mixing", algorithm 2): every row becomes the mean of the
 * {@code n − f} rows nearest to it, itself included. A step before a robust aggregation. Tolerates {@code f} hostile rows
 * of at least {@code 2f + 1}.
 */
public final class Nnm implements Transform {
    public static final String NAME = "nnm";

    private final int f;

    /** NNM. */
    public Nnm(int f) {
        this.f = f;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int rowsMin() {
        return 2 * f + 1;
    }

    @Override
    public boolean mixes() {
        return true;
    }

    @Override
    public Rows transform(Rows rows) {
        int n = rows.size();
        double[][] w = new double[n][];
        double[] distances = new double[n];
        for (int r = 0; r < n; r++) {
            for (int s = 0; s < n; s++) {
                distances[s] = rows.gram().squaredDistance(r, s);
            }
            w[r] = Order.meanOf(Order.smallest(distances, n - f), n);
        }
        return rows.mixed(w);
    }
}
