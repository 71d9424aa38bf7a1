package io.weir.trainers.internal;

import io.weir.trainers.TrainingDivergedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A feed-forward network with one logit, evaluated on at most a fixed number of rows at a time. Owns native memory
 * until closed; not thread-safe. The same inputs give the same bits on the same processor.
 */
public final class DenseNetwork implements AutoCloseable {
    private static final int EVALUATION_ROWS = 1_024;

    private final List<Integer> widths;
    private final int batchRows;
    private final List<Layer> batch;
    private final float[][] gradients;
    private float[] parameters = {};

    /**
     * @param widths of all layers from the input to the single output
     * @param batchRows most rows of a batch, at least 1
     */
    public DenseNetwork(List<Integer> widths, int batchRows) {
        NativeBackend.configure();
        this.widths = List.copyOf(widths);
        this.batchRows = batchRows;
        this.batch = layers(batchRows);
        this.gradients = gradientBuffers(batchRows);
    }

    /** Returns the rows of a batch with which {@code rows} rows are evaluated. */
    public static int evaluationRows(int rows) {
        return Math.max(1, Math.min(rows, EVALUATION_ROWS));
    }

    private List<Layer> layers(int rows) {
        List<Layer> layers = new ArrayList<>();
        int at = 0;
        for (int i = 0; i + 1 < widths.size(); i++) {
            Layer layer = new Layer(rows, widths.get(i), widths.get(i + 1), at);
            layers.add(layer);
            at = layer.biasAt + layer.outputs;
        }
        return layers;
    }

    private float[][] gradientBuffers(int rows) {
        float[][] buffers = new float[widths.size()][];
        for (int i = 1; i < widths.size(); i++) {
            buffers[i] = new float[rows * widths.get(i)];
        }
        return buffers;
    }

    /** Uses these parameters from now on; the array is kept and must be loaded again after a change. */
    public void load(float[] values) {
        Layer last = batch.get(batch.size() - 1);
        if (values.length != last.biasAt + last.outputs) {
            throw new IllegalArgumentException("the parameter vector has " + values.length + " values; the model has "
                    + (last.biasAt + last.outputs));
        }
        parameters = values;
        batch.forEach(layer -> layer.load(values));
    }

    /** Returns the probability of the positive class for each of {@code rows} rows. */
    public float[] probabilities(float[] x, int rows) {
        float[] probabilities = new float[rows];
        inBatches(x, rows, (from, count, logits) -> {
            for (int i = 0; i < count; i++) {
                probabilities[from + i] = (float) sigmoid(logits[i]);
            }
        });
        return probabilities;
    }

    /** Returns the mean weighted cross-entropy of rows. */
    public double loss(float[] x, float[] labels, double positiveWeight, double offset) {
        double[] sum = {0};
        inBatches(x, labels.length, (from, count, logits) -> {
            for (int i = 0; i < count; i++) {
                sum[0] += crossEntropy(logits[i] + offset, labels[from + i], positiveWeight);
            }
        });
        return sum[0] / labels.length;
    }

    /**
     * Computes the mean weighted cross-entropy of the first rows of {@code x} and writes its gradient.
     *
     * @param rows 1 to the rows of a batch
     * @param offset added to every logit
     */
    public double gradient(
            float[] x, float[] labels, int rows, double positiveWeight, double offset, float[] gradient) {
        if (rows == batchRows) {
            return gradient(batch, gradients, x, labels, positiveWeight, offset, gradient);
        }
        List<Layer> remainder = layers(rows);
        try {
            remainder.forEach(layer -> layer.load(parameters));
            return gradient(remainder, gradientBuffers(rows), x, labels, positiveWeight, offset, gradient);
        } finally {
            remainder.forEach(Layer::close);
        }
    }

    private double gradient(
            List<Layer> layers,
            float[][] buffers,
            float[] x,
            float[] labels,
            double positiveWeight,
            double offset,
            float[] gradient) {
        float[] logits = forward(layers, x, 0);
        float[] byLogit = buffers[layers.size()];
        double loss = 0;
        for (int i = 0; i < logits.length; i++) {
            double weight = labels[i] > 0 ? positiveWeight : 1;
            loss += crossEntropy(logits[i] + offset, labels[i], positiveWeight);
            byLogit[i] = (float) (weight * (sigmoid(logits[i] + offset) - labels[i]) / logits.length);
        }
        for (int i = layers.size() - 1; i >= 0; i--) {
            layers.get(i).backward(buffers[i + 1], gradient);
            if (i > 0) {
                layers.get(i).backwardToInput(layers.get(i - 1).activations, buffers[i]);
            }
        }
        return loss / logits.length;
    }

    /**
     * Writes the sum over rows of their gradients of the weighted cross-entropy, each scaled down to a norm of at most
     * {@code clip} (Abadi et al. 2016, algorithm 1), without forming any of them.
     *
     * @param x as many rows as a batch has, of which only the first {@code rows} count; all finite
     * @param rows 0 to the rows of a batch
     * @throws TrainingDivergedException if a row's gradient is not finite
     */
    public void clippedSum(
            float[] x, float[] labels, int rows, double positiveWeight, double offset, double clip, float[] sum) {
        float[] logits = forward(batch, x, 0);
        float[] byLogit = gradients[batch.size()];
        for (int i = 0; i < batchRows; i++) {
            double weight = i >= rows ? 0 : labels[i] > 0 ? positiveWeight : 1;
            byLogit[i] = weight == 0 ? 0f : (float) (weight * (sigmoid(logits[i] + offset) - labels[i]));
        }
        double[] squares = new double[batchRows];
        for (int i = batch.size() - 1; i >= 0; i--) {
            batch.get(i).addSquaredNorms(gradients[i + 1], squares);
            if (i > 0) {
                batch.get(i).loadOutputGradient(gradients[i + 1]);
                batch.get(i).backwardToInput(batch.get(i - 1).activations, gradients[i]);
            }
        }
        float[] factors = clipFactors(squares, clip);
        for (int i = batch.size() - 1; i >= 0; i--) {
            scaleRows(gradients[i + 1], factors, widths.get(i + 1));
            batch.get(i).backward(gradients[i + 1], sum);
        }
    }

    /** A little less than what clips exactly, for the rounding of float32. */
    private static float[] clipFactors(double[] squares, double clip) {
        float[] factors = new float[squares.length];
        for (int i = 0; i < squares.length; i++) {
            double norm = Math.sqrt(squares[i]);
            if (!Double.isFinite(norm)) {
                throw new TrainingDivergedException(
                        "a row's gradient is not finite: lower the learning rate, or check its inputs");
            }
            factors[i] = (float) Math.min(1, clip / norm * (1 - 0x1p-20));
        }
        return factors;
    }

    private static void scaleRows(float[] values, float[] factors, int width) {
        for (int row = 0, at = 0; row < factors.length; row++) {
            for (int j = 0; j < width; j++, at++) {
                values[at] *= factors[row];
            }
        }
    }

    /** Adds the gradient of {@code l2/2} times the squared norm of the weight matrices and returns that value. */
    public double addWeightDecay(float[] values, double l2, float[] gradient) {
        if (l2 == 0) {
            return 0;
        }
        double squares = 0;
        for (Layer layer : batch) {
            for (int i = layer.weightsAt; i < layer.biasAt; i++) {
                squares += (double) values[i] * values[i];
                gradient[i] += (float) (l2 * values[i]);
            }
        }
        return l2 / 2 * squares;
    }

    private interface LogitConsumer {
        void accept(int from, int count, float[] logits);
    }

    private void inBatches(float[] x, int rows, LogitConsumer consumer) {
        int width = widths.get(0);
        int from = 0;
        for (; from + batchRows <= rows; from += batchRows) {
            consumer.accept(from, batchRows, forward(batch, x, from * width));
        }
        if (from < rows) {
            float[] padded = Arrays.copyOf(Arrays.copyOfRange(x, from * width, rows * width), batchRows * width);
            consumer.accept(from, rows - from, forward(batch, padded, 0));
        }
    }

    private float[] forward(List<Layer> layers, float[] x, int from) {
        layers.get(0).forward(x, from, parameters, layers.size() > 1);
        for (int i = 1; i < layers.size(); i++) {
            layers.get(i).forward(layers.get(i - 1).activations, 0, parameters, i + 1 < layers.size());
        }
        return layers.get(layers.size() - 1).activations;
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + StrictMath.exp(-logit));
    }

    private static double crossEntropy(double logit, double label, double positiveWeight) {
        double softplus = Math.max(logit, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(logit)));
        return (label > 0 ? positiveWeight : 1) * (softplus - label * logit);
    }

    @Override
    public void close() {
        batch.forEach(Layer::close);
    }
}
