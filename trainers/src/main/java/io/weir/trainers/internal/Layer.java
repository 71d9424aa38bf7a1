package io.weir.trainers.internal;

import io.weir.trainers.Matrix;
import java.util.Arrays;

/**
 * One dense layer for a fixed number of rows: its native matrices and its share of the flat parameter vector. The
 * matrix products run in BLAS; biases and activations are plain loops over heap arrays, because ND4J's operations on
 * matrices this small cost more in dispatch than in arithmetic, and because their order of summation is then fixed.
 */
final class Layer implements AutoCloseable {
    final int inputs;
    final int outputs;
    final int weightsAt;
    final int biasAt;
    final float[] activations;
    private final int rows;
    private final Matrix input;
    private final Matrix weights;
    private final Matrix output;
    private final Matrix outputGradient;
    private final Matrix weightGradient;
    private final Matrix inputGradient;
    private float[] source = {};
    private int sourceFrom;

    Layer(int rows, int inputs, int outputs, int weightsAt) {
        this.rows = rows;
        this.inputs = inputs;
        this.outputs = outputs;
        this.weightsAt = weightsAt;
        this.biasAt = weightsAt + inputs * outputs;
        this.activations = new float[rows * outputs];
        this.input = new Matrix(rows, inputs);
        this.weights = new Matrix(inputs, outputs);
        this.output = new Matrix(rows, outputs);
        this.outputGradient = new Matrix(rows, outputs);
        this.weightGradient = new Matrix(inputs, outputs);
        this.inputGradient = new Matrix(rows, inputs);
    }

    void load(float[] parameters) {
        weights.set(parameters, weightsAt);
    }

    /** Computes {@code activations = source · W + b}, with ReLU unless this is the output layer. */
    void forward(float[] source, int from, float[] parameters, boolean rectify) {
        this.source = source;
        this.sourceFrom = from;
        input.set(source, from);
        output.setToProduct(input, false, weights, false);
        output.get(activations, 0);
        for (int row = 0, at = 0; row < rows; row++) {
            for (int j = 0; j < outputs; j++, at++) {
                float value = activations[at] + parameters[biasAt + j];
                activations[at] = rectify && value < 0 ? 0f : value;
            }
        }
    }

    /** Makes {@link #backwardToInput} start from this gradient of the loss by this layer's output. */
    void loadOutputGradient(float[] byOutput) {
        outputGradient.set(byOutput, 0);
    }

    /**
     * Adds the squared norm of each row's gradient by this layer's weights and bias: that of an outer product is the product
     * of the squared norms (Goodfellow 2015, "Efficient per-example gradient computations", section 3).
     */
    void addSquaredNorms(float[] byOutput, double[] squares) {
        for (int row = 0; row < rows; row++) {
            squares[row] += (1 + squaredNorm(source, sourceFrom + row * inputs, inputs))
                    * squaredNorm(byOutput, row * outputs, outputs);
        }
    }

    private static double squaredNorm(float[] values, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += (double) values[i] * values[i];
        }
        return sum;
    }

    /** From the gradient of the loss by this layer's output, writes those by its weights and bias. */
    void backward(float[] byOutput, float[] gradient) {
        outputGradient.set(byOutput, 0);
        weightGradient.setToProduct(input, true, outputGradient, false);
        weightGradient.get(gradient, weightsAt);
        Arrays.fill(gradient, biasAt, biasAt + outputs, 0f);
        for (int row = 0, at = 0; row < rows; row++) {
            for (int j = 0; j < outputs; j++, at++) {
                gradient[biasAt + j] += byOutput[at];
            }
        }
    }

    /** After {@link #backward} or {@link #loadOutputGradient}, writes the gradient by the layer's input, zero where that input was rectified. */
    void backwardToInput(float[] rectifiedInput, float[] byInput) {
        inputGradient.setToProduct(outputGradient, false, weights, true);
        inputGradient.get(byInput, 0);
        for (int i = 0; i < byInput.length; i++) {
            byInput[i] = rectifiedInput[i] > 0 ? byInput[i] : 0f;
        }
    }

    @Override
    public void close() {
        input.close();
        weights.close();
        output.close();
        outputGradient.close();
        weightGradient.close();
        inputGradient.close();
    }
}
