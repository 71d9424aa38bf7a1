package io.weir.cli.bench.mnist;

import io.weir.trainers.Matrix;
import java.util.Arrays;

/** A dense layer for a fixed number of rows, with ReLU if asked. */
final class Dense implements AutoCloseable {
    private final int rows;
    private final int outputs;
    private final boolean rectify;
    private final int weightsAt;
    private final int biasAt;
    private final float[] outputValues;
    private final float[] byOutputValues;
    private final Matrix input;
    private final Matrix weights;
    private final Matrix output;
    private final Matrix weightGradient;

    private float[] bias = {};

    /**
     * A layer.
     *
     * @param weightsAt where the weights, one column an output, and then the biases stand in the flat parameters
     */
    Dense(int rows, int inputs, int outputs, boolean rectify, int weightsAt) {
        this.rows = rows;
        this.outputs = outputs;
        this.rectify = rectify;
        this.weightsAt = weightsAt;
        this.biasAt = weightsAt + inputs * outputs;
        this.outputValues = new float[rows * outputs];
        this.byOutputValues = new float[rows * outputs];
        this.input = new Matrix(rows, inputs);
        this.weights = new Matrix(inputs, outputs);
        this.output = new Matrix(rows, outputs);
        this.weightGradient = new Matrix(inputs, outputs);
    }

    void load(float[] parameters) {
        weights.set(parameters, weightsAt);
        bias = Arrays.copyOfRange(parameters, biasAt, biasAt + outputs);
    }

    /** The outputs, row by row; overwritten by the next call. */
    float[] forward(float[] source) {
        input.set(source, 0);
        output.setToProduct(input, false, weights, false);
        output.get(outputValues, 0);
        for (int row = 0, at = 0; row < rows; row++) {
            for (int j = 0; j < outputs; j++, at++) {
                float value = outputValues[at] + bias[j];
                outputValues[at] = rectify && value < 0 ? 0f : value;
            }
        }
        return outputValues;
    }

    /** From the gradient of the loss by the outputs, writes those by weights and biases. */
    void backward(float[] byOutput, float[] gradient) {
        Arrays.fill(gradient, biasAt, biasAt + outputs, 0f);
        for (int row = 0, at = 0; row < rows; row++) {
            for (int j = 0; j < outputs; j++, at++) {
                float value = rectify && outputValues[at] == 0 ? 0f : byOutput[at];
                byOutputValues[at] = value;
                gradient[biasAt + j] += value;
            }
        }
        output.set(byOutputValues, 0);
        weightGradient.setToProduct(input, true, output, false);
        weightGradient.get(gradient, weightsAt);
    }

    /** After {@link #backward}, writes the gradient by the input. */
    void backwardToInput(float[] byInput) {
        input.setToProduct(output, false, weights, true);
        input.get(byInput, 0);
    }

    @Override
    public void close() {
        input.close();
        weights.close();
        output.close();
        weightGradient.close();
    }
}
