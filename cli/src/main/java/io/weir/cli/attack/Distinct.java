package io.weir.cli.attack;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What attackers publish. Of equal updates the aggregator counts the first only; attackers know that, and change the last bit of
 * a value or two where they would send what somebody else sends.
 */
public final class Distinct {
    private Distinct() {}

    /**
     * Rounded once, as updates are, and each unlike the others and the honest ones.
     *
     * @param crafted of one length, at least 1
     */
    public static List<float[]> floats(double[][] crafted, List<float[]> honest) {
        Set<FloatBuffer> taken = new HashSet<>();
        honest.forEach(update -> taken.add(FloatBuffer.wrap(update)));
        List<float[]> published = new ArrayList<>();
        for (double[] vector : crafted) {
            float[] values = new float[vector.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) vector[i];
            }
            for (int i = 0; !taken.add(FloatBuffer.wrap(values)); i = (i + 1) % values.length) {
                values[i] = Math.nextUp(values[i]);
            }
            published.add(values);
        }
        return published;
    }
}
