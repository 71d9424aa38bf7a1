package io.weir.cli.bench.guard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Each bank's momentum, as a participant computes it from what it published before. */
final class MemoryMomentum {
    private final double beta;
    private final List<float[]> published;

    /** @param beta 0 for none */
    MemoryMomentum(double beta, int banks) {
        this.beta = beta;
        this.published = new ArrayList<>(Collections.nCopies(banks, new float[0]));
    }

    /** What a bank publishes in place of its update. */
    float[] of(int bank, float[] update) {
        if (beta == 0) {
            return update;
        }
        float[] before = published.get(bank);
        float[] momentum = new float[update.length];
        for (int i = 0; i < momentum.length; i++) {
            momentum[i] = (float) (beta * (before.length == 0 ? 0 : before[i]) + (1 - beta) * update[i]);
        }
        published.set(bank, momentum);
        return momentum;
    }
}
