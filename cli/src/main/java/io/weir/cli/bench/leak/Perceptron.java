package io.weir.cli.bench.leak;

import java.util.Arrays;

/**
 * A perceptron with one hidden layer, in double precision: the gradient of its loss by its parameters, and the derivative by its inputs of that gradient's
 * inner product with a fixed vector, which is what an attack by optimisation descends along.
 */
final class Perceptron {
    private final int width;
    private final int hidden;
    private final float[] parameters;
    private final int firstBiasAt;
    private final int secondAt;

    Perceptron(int width, int hidden, float[] parameters) {
        this.width = width;
        this.hidden = hidden;
        this.parameters = parameters;
        this.firstBiasAt = width * hidden;
        this.secondAt = firstBiasAt + hidden;
    }

    /** Of the mean cross-entropy, in the parameters' order. */
    double[] gradient(double[][] rows, float[] labels) {
        double[] gradient = new double[secondAt + hidden + 1];
        double[] before = new double[hidden];
        for (int n = 0; n < rows.length; n++) {
            double byLogit = byLogit(rows[n], before, labels[n]) / rows.length;
            for (int j = 0; j < hidden; j++) {
                if (before[j] > 0) {
                    double byHidden = byLogit * parameters[secondAt + j];
                    for (int i = 0; i < width; i++) {
                        gradient[i * hidden + j] += byHidden * rows[n][i];
                    }
                    gradient[firstBiasAt + j] += byHidden;
                    gradient[secondAt + j] += byLogit * before[j];
                }
            }
            gradient[secondAt + hidden] += byLogit;
        }
        return gradient;
    }

    /** Fills in the hidden layer before ReLU. */
    private double byLogit(double[] row, double[] before, float label) {
        for (int j = 0; j < hidden; j++) {
            before[j] = parameters[firstBiasAt + j];
        }
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < hidden; j++) {
                before[j] += row[i] * parameters[i * hidden + j];
            }
        }
        double logit = parameters[secondAt + hidden];
        for (int j = 0; j < hidden; j++) {
            logit += Math.max(0, before[j]) * parameters[secondAt + j];
        }
        return 1 / (1 + Math.exp(-logit)) - label;
    }

    /**
     * A row's part of {@code <direction, gradient>} is {@code d(x) T(x)}, d the derivative by the logit and T linear in x while no neuron switches.
     *
     * @param rows how many the gradient is the mean of
     */
    double[] derivative(double[] row, float label, double[] direction, int rows) {
        double[] before = new double[hidden];
        double byLogit = byLogit(row, before, label);
        double probability = byLogit + label;
        double along = direction[secondAt + hidden];
        double[] inner = new double[hidden];
        Arrays.setAll(inner, j -> direction[firstBiasAt + j]);
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < hidden; j++) {
                inner[j] += row[i] * direction[i * hidden + j];
            }
        }
        for (int j = 0; j < hidden; j++) {
            if (before[j] > 0) {
                along += direction[secondAt + j] * before[j] + parameters[secondAt + j] * inner[j];
            }
        }
        double curvature = probability * (1 - probability);
        double[] derivative = new double[width];
        for (int i = 0; i < width; i++) {
            double sum = 0;
            for (int j = 0; j < hidden; j++) {
                if (before[j] > 0) {
                    int weight = i * hidden + j;
                    double second = parameters[secondAt + j];
                    sum += along * curvature * second * parameters[weight]
                            + byLogit * (direction[secondAt + j] * parameters[weight] + second * direction[weight]);
                }
            }
            derivative[i] = sum / rows;
        }
        return derivative;
    }
}
