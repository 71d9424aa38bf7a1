package io.weir.guard.rule;

import io.weir.guard.Gram;
import java.util.List;

/**
 * The clustering of FLAME (Nguyen et al. 2022, algorithm 1): HDBSCAN over cosines with clusters of at least {@code n/2 +
 * 1} rows and one sample. With these settings mutual reachability is the plain distance, and at most one cluster can be
 * so large; it is the first of single linkage to reach that size. The paper then clips at the median norm, which
 * {@link MedianClipping} does before, and adds noise, as {@link Mean} can.
 */
public final class Flame extends Clusters {
    public static final String NAME = "flame";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    double distance(Gram gram, List<Integer> one, List<Integer> other) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int i : one) {
            for (int j : other) {
                nearest = Math.min(nearest, 1 - gram.cosine(i, j));
            }
        }
        return nearest;
    }

    @Override
    boolean done(List<List<Integer>> clusters, int rows) {
        return clusters.stream().anyMatch(cluster -> cluster.size() >= rows / 2 + 1);
    }
}
