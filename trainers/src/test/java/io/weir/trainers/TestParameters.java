package io.weir.trainers;

import java.util.SplittableRandom;

/** Seeded starting points for tests. */
final class TestParameters {
    private TestParameters() {}

    static float[] initial(TabularModel model, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] parameters = new float[model.parameterCount()];
        int at = 0;
        for (TensorSpec tensor : model.tensors()) {
            double limit =
                    switch (tensor.initializer()) {
                        case ZEROS -> 0;
                        case GLOROT_UNIFORM ->
                            Math.sqrt(6.0
                                    / (tensor.shape().get(0) + tensor.shape().get(1)));
                        case HE_UNIFORM -> Math.sqrt(6.0 / tensor.shape().get(0));
                    };
            for (int i = 0; i < tensor.size(); i++) {
                parameters[at++] = (float) ((2 * random.nextDouble() - 1) * limit);
            }
        }
        return parameters;
    }

    static float[] uniform(int size, double limit, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * limit);
        }
        return values;
    }

    static float[] labels(int rows, double positiveRate, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] labels = new float[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = random.nextDouble() < positiveRate ? 1 : 0;
        }
        return labels;
    }
}
