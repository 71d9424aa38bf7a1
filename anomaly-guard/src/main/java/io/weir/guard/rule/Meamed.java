package io.weir.guard.rule;

import io.weir.guard.Combination;

/**
 * Mean around the median (Xie, Koyejo, Gupta 2018, "Generalized Byzantine-tolerant SGD"): per coordinate the mean of the
 * {@code n − f} values nearest to the median. Weights do not count. Tolerates fewer than half of the rows.
 */
public final class Meamed extends Ranked {
    public static final String NAME = "meamed";

    private final int f;

    /** Meamed. */
    public Meamed(int f) {
        super(NAME, new Combination.NearestToMedian(f));
        this.f = f;
    }

    @Override
    public int rowsMin() {
        return 2 * f + 1;
    }
}
