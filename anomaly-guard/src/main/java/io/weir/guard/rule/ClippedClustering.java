package io.weir.guard.rule;

import io.weir.guard.Gram;
import java.util.List;

/**
 * The clustering of clipped clustering (Li, Ngai, Voigt 2023, "An experimental study of Byzantine-robust aggregation
 * schemes in federated learning"): two clusters by average linkage over cosines; the smaller one is rejected, of equal
 * ones that without the first row. Always rejects somebody. The paper clips at the median of all past norms before:
 * {@link MedianClipping}, which has the past in it.
 */
public final class ClippedClustering extends Clusters {
    public static final String NAME = "clipped-clustering";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    double distance(Gram gram, List<Integer> one, List<Integer> other) {
        double sum = 0;
        for (int i : one) {
            for (int j : other) {
                sum += 1 - gram.cosine(i, j);
            }
        }
        return sum / one.size() / other.size();
    }

    @Override
    boolean done(List<List<Integer>> clusters, int rows) {
        return clusters.size() <= 2;
    }
}
