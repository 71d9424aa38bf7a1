package io.weir.cli.bench.mnist;

import io.weir.trainers.Matrix;
import java.util.Arrays;

/**
 * 5×5 convolution without padding, ReLU, then maximum pooling 2×2, for a fixed number of square images. Values lie image by
 * image, row by row, pixel by pixel with the channels innermost, so that a row of a patch is one run of memory. Patches
 * become rows of a matrix and the products run in BLAS (Chellapilla, Puri, Simard 2006, section 2.1).
 */
final class Convolution implements AutoCloseable {
    private static final int KERNEL = 5;

    private final int images;
    private final int side;
    private final int inputs;
    private final int outputs;
    private final int convolved;
    /** Index of an output that is none: where a value comes from that ReLU cut to zero. */
    private final int nowhere;

    private final int weightsAt;
    private final int biasAt;
    private final float[] patchValues;
    private final float[] outputValues;
    private final float[] pooled;
    private final int[] chosen;
    private final Matrix patches;
    private final Matrix weights;
    private final Matrix output;
    private final Matrix weightGradient;

    private float[] bias = {};

    /**
     * A layer.
     *
     * @param side of an image; four less must be even
     * @param weightsAt where the weights, one column an output channel, and then the biases stand in the flat parameters
     */
    Convolution(int images, int side, int inputs, int outputs, int weightsAt) {
        this.images = images;
        this.side = side;
        this.inputs = inputs;
        this.outputs = outputs;
        this.convolved = side - KERNEL + 1;
        this.weightsAt = weightsAt;
        this.biasAt = weightsAt + fanIn(inputs) * outputs;
        int pixels = images * convolved * convolved;
        this.patchValues = new float[pixels * fanIn(inputs)];
        this.outputValues = new float[pixels * outputs + 1];
        this.nowhere = pixels * outputs;
        this.pooled = new float[pixels / 4 * outputs];
        this.chosen = new int[pooled.length];
        this.patches = new Matrix(pixels, fanIn(inputs));
        this.weights = new Matrix(fanIn(inputs), outputs);
        this.output = new Matrix(pixels, outputs);
        this.weightGradient = new Matrix(fanIn(inputs), outputs);
    }

    /** Inputs of an output: those of a patch. */
    static int fanIn(int inputs) {
        return KERNEL * KERNEL * inputs;
    }

    void load(float[] parameters) {
        weights.set(parameters, weightsAt);
        bias = Arrays.copyOfRange(parameters, biasAt, biasAt + outputs);
    }

    /** The pooled outputs; overwritten by the next call. */
    float[] forward(float[] input) {
        int run = KERNEL * inputs;
        int at = 0;
        for (int image = 0; image < images; image++) {
            for (int y = 0; y < convolved; y++) {
                for (int x = 0; x < convolved; x++) {
                    for (int k = 0; k < KERNEL; k++, at += run) {
                        System.arraycopy(input, pixel(image, y + k, x), patchValues, at, run);
                    }
                }
            }
        }
        patches.set(patchValues, 0);
        output.setToProduct(patches, false, weights, false);
        output.get(outputValues, 0);
        pool();
        return pooled;
    }

    private int pixel(int image, int y, int x) {
        return ((image * side + y) * side + x) * inputs;
    }

    private void pool() {
        int half = convolved / 2;
        int line = convolved * outputs;
        int at = 0;
        for (int image = 0; image < images; image++) {
            for (int y = 0; y < half; y++) {
                int corner = (image * convolved + 2 * y) * line;
                for (int x = 0; x < half; x++, corner += 2 * outputs, at += outputs) {
                    pool(outputValues, corner, line, bias, nowhere, pooled, chosen, at);
                }
            }
        }
    }

    /** All channels of a pooled pixel. Which value is the largest hardly can be predicted, so there are no branches. */
    private static void pool(
            float[] values, int corner, int line, float[] bias, int nowhere, float[] pooled, int[] chosen, int at) {
        int channels = bias.length;
        for (int c = 0; c < channels; c++) {
            int first = corner + c;
            float a = values[first];
            float b = values[first + channels];
            float d = values[first + line];
            float e = values[first + line + channels];
            float upper = Math.max(a, b);
            float lower = Math.max(d, e);
            int right = negative(a - b);
            right += negative(upper - lower) * (negative(d - e) - right);
            float value = Math.max(upper, lower) + bias[c];
            int largest = first + right * channels + negative(upper - lower) * line;
            pooled[at + c] = Math.max(value, 0f);
            chosen[at + c] = largest + negative(value) * (nowhere - largest);
        }
    }

    private static int negative(float value) {
        return Float.floatToRawIntBits(value) >>> 31;
    }

    /** From the gradient of the loss by the pooled outputs, writes those by weights and biases. */
    void backward(float[] byPooled, float[] gradient) {
        Arrays.fill(outputValues, 0f);
        Arrays.fill(gradient, biasAt, biasAt + outputs, 0f);
        for (int at = 0; at < byPooled.length; at += outputs) {
            unpool(byPooled, at, gradient);
        }
        output.set(outputValues, 0);
        weightGradient.setToProduct(patches, true, output, false);
        weightGradient.get(gradient, weightsAt);
    }

    private void unpool(float[] byPooled, int at, float[] gradient) {
        for (int c = 0; c < outputs; c++) {
            int to = chosen[at + c];
            float value = byPooled[at + c];
            outputValues[to] = value;
            int all = (to - nowhere) >> 31;
            gradient[biasAt + c] += Float.intBitsToFloat(Float.floatToRawIntBits(value) & all);
        }
    }

    /** After {@link #backward}, writes the gradient by the input. */
    void backwardToInput(float[] byInput) {
        patches.setToProduct(output, false, weights, true);
        patches.get(patchValues, 0);
        Arrays.fill(byInput, 0f);
        int run = KERNEL * inputs;
        int at = 0;
        for (int image = 0; image < images; image++) {
            for (int y = 0; y < convolved; y++) {
                for (int x = 0; x < convolved; x++) {
                    for (int k = 0; k < KERNEL; k++, at += run) {
                        add(patchValues, at, run, byInput, pixel(image, y + k, x));
                    }
                }
            }
        }
    }

    private static void add(float[] source, int from, int length, float[] target, int at) {
        for (int i = 0; i < length; i++) {
            target[at + i] += source[from + i];
        }
    }

    @Override
    public void close() {
        patches.close();
        weights.close();
        output.close();
        weightGradient.close();
    }
}
