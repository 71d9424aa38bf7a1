package io.weir.cli.bench.mnist;

/** The network by its definition, in double: every output is one sum. */
final class DirectCnn {
    private final double[] parameters;
    private int at;

    DirectCnn(double[] parameters) {
        this.parameters = parameters;
    }

    double loss(float[] pixels, byte[] labels) {
        double loss = 0;
        for (int image = 0; image < labels.length; image++) {
            double[][][] input = new double[28][28][1];
            for (int p = 0; p < 784; p++) {
                input[p / 28][p % 28][0] = pixels[image * 784 + p];
            }
            loss += loss(input, labels[image]) / labels.length;
        }
        return loss;
    }

    private double loss(double[][][] input, int label) {
        at = 0;
        double[][][] pooled = pooled(convolved(pooled(convolved(input, 20)), 50));
        double[] flat = new double[800];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = pooled[i / 200][i / 50 % 4][i % 50];
        }
        double[] hidden = dense(flat, 500);
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = Math.max(0, hidden[i]);
        }
        double[] logits = dense(hidden, 10);
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit);
        }
        return Math.log(sum) - logits[label];
    }

    private double[][][] convolved(double[][][] input, int outputs) {
        int side = input.length - 4;
        int inputs = input[0][0].length;
        int bias = at + 25 * inputs * outputs;
        double[][][] output = new double[side][side][outputs];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                for (int o = 0; o < outputs; o++) {
                    double sum = parameters[bias + o];
                    for (int k = 0; k < 25 * inputs; k++) {
                        sum += parameters[at + k * outputs + o]
                                * input[y + k / (5 * inputs)][x + k / inputs % 5][k % inputs];
                    }
                    output[y][x][o] = Math.max(0, sum);
                }
            }
        }
        at = bias + outputs;
        return output;
    }

    private static double[][][] pooled(double[][][] input) {
        int side = input.length / 2;
        int channels = input[0][0].length;
        double[][][] pooled = new double[side][side][channels];
        for (int y = 0; y < input.length; y++) {
            for (int x = 0; x < input.length; x++) {
                for (int c = 0; c < channels; c++) {
                    pooled[y / 2][x / 2][c] = Math.max(pooled[y / 2][x / 2][c], input[y][x][c]);
                }
            }
        }
        return pooled;
    }

    private double[] dense(double[] input, int outputs) {
        double[] output = new double[outputs];
        for (int o = 0; o < outputs; o++) {
            output[o] = parameters[at + input.length * outputs + o];
            for (int i = 0; i < input.length; i++) {
                output[o] += parameters[at + i * outputs + o] * input[i];
            }
        }
        at += (input.length + 1) * outputs;
        return output;
    }
}
