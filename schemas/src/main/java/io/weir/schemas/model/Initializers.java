package io.weir.schemas.model;

import io.weir.wire.ModelManifest;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Fills version 0 from its manifest alone, so that anyone can compute it again. Tensor {@code i} draws from its own
 * generator, seeded with the manifest's seed and {@code i}.
 */
public final class Initializers {
    private Initializers() {}

    /** The full flat vector of version 0; statistic and frozen tensors follow their initializer as well. */
    public static float[] initialise(ModelManifest manifest) {
        ModelLayout layout = new ModelLayout(manifest);
        float[] full = new float[layout.parameterCount()];
        int index = 0;
        for (ModelLayout.Range range : layout.ranges()) {
            SplittableRandom random = new SplittableRandom(manifest.getSeed() * 0x9E3779B97F4A7C15L + index);
            fill(range, full, random);
            index++;
        }
        return full;
    }

    private static void fill(ModelLayout.Range range, float[] full, SplittableRandom random) {
        List<Integer> shape = range.tensor().getShape();
        double bound =
                switch (range.tensor().getInitializer()) {
                    case ZEROS -> 0;
                    // Glorot and Bengio 2010, equation 16.
                    case GLOROT_UNIFORM -> Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape)));
                    // He et al. 2015, section 2.2, as a uniform distribution of the same variance.
                    case HE_UNIFORM -> Math.sqrt(6.0 / fanIn(shape));
                    case UNKNOWN ->
                        throw new IllegalArgumentException(
                                "tensor '" + range.tensor().getName() + "' has an unknown initializer");
                };
        if (bound == 0) {
            return;
        }
        for (int i = range.first(); i < range.first() + range.length(); i++) {
            full[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
    }

    /** All dimensions but the last, as for a weight matrix of shape [in, out]. */
    private static double fanIn(List<Integer> shape) {
        double product = 1;
        for (int i = 0; i < Math.max(1, shape.size() - 1); i++) {
            product *= shape.get(i);
        }
        return product;
    }

    private static double fanOut(List<Integer> shape) {
        return shape.get(shape.size() - 1);
    }
}
