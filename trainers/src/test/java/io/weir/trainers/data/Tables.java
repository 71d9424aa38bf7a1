package io.weir.trainers.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Small data sets for tests. */
final class Tables {
    static final FeatureSchema MIXED = new FeatureSchema(
            "y",
            "0",
            "1",
            List.of(new Feature.Numeric("amount"), new Feature.Categorical("city", List.of("a", "b", "c"))));

    private Tables() {}

    /** Rows with numbers of the given magnitude, some cells missing, and the row's index as its group. */
    static Dataset mixed(int rows, double magnitude, double positiveRate, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] features = new float[2 * rows];
        float[] labels = new float[rows];
        List<String> groups = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            features[2 * row] = random.nextInt(10) == 0 ? Float.NaN : (float) ((random.nextDouble() - 0.3) * magnitude);
            features[2 * row + 1] = random.nextInt(10) == 0 ? Float.NaN : random.nextInt(3);
            labels[row] = random.nextDouble() < positiveRate ? 1f : 0f;
            groups.add("g" + row);
        }
        return new Dataset(MIXED, features, labels, groups);
    }
}
