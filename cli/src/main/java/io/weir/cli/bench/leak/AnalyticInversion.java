package io.weir.cli.bench.leak;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The first layer's weight gradient of a neuron over its bias gradient: the row itself, if it is the only one that the neuron was active for (Phong et al.
 * 2018, "Privacy-preserving deep learning via additively homomorphic encryption", section 3; Geiping et al. 2020, proposition 3.1). A guess a neuron.
 */
record AnalyticInversion(int width, int hidden) implements Inversion {
    @Override
    public List<double[]> candidates(double[] gradient, float[] labels, SplittableRandom random) {
        List<double[]> candidates = new ArrayList<>();
        int biasAt = width * hidden;
        for (int neuron = 0; neuron < hidden; neuron++) {
            double bias = gradient[biasAt + neuron];
            if (bias != 0) {
                double[] row = new double[width];
                for (int i = 0; i < width; i++) {
                    row[i] = gradient[i * hidden + neuron] / bias;
                }
                candidates.add(row);
            }
        }
        return candidates;
    }
}
