package io.weir.cli.bench.mnist;

import io.weir.trainers.Matrix;
import java.util.List;
import java.util.SplittableRandom;

/**
 * ByzFL's {@code cnn_mnist}: two convolutions 5×5 with ReLU and pooling, a dense layer with ReLU, a dense layer, and the
 * negative log-likelihood of the softmax. Owns native memory until closed; not thread-safe.
 */
final class Cnn implements AutoCloseable {
    static {
        Matrix.useOneThread();
    }

    /** Labels. */
    static final int CLASSES = 10;

    private static final int SIDE = Digits.SIDE;
    private static final int CHANNELS_1 = 20;
    private static final int CHANNELS_2 = 50;
    private static final int POOLED_1 = 12;
    private static final int POOLED_2 = 4;
    private static final int FLAT = POOLED_2 * POOLED_2 * CHANNELS_2;
    private static final int HIDDEN = 500;

    /** A layer's weights and biases in the flat parameters. */
    private record Part(int fanIn, int outputs) {
        int length() {
            return (fanIn + 1) * outputs;
        }
    }

    private static final List<Part> PARTS = List.of(
            new Part(Convolution.fanIn(1), CHANNELS_1),
            new Part(Convolution.fanIn(CHANNELS_1), CHANNELS_2),
            new Part(FLAT, HIDDEN),
            new Part(HIDDEN, CLASSES));

    /** Number of parameters. */
    static final int LENGTH = PARTS.stream().mapToInt(Part::length).sum();

    private final int images;
    private final Convolution first;
    private final Convolution second;
    private final Dense hidden;
    private final Dense last;
    private final float[] byLogits;
    private final float[] byHidden;
    private final float[] byFlat;
    private final float[] byPooled;

    /** A network for {@code images} images at a time. */
    Cnn(int images) {
        this.images = images;
        int at = 0;
        this.first = new Convolution(images, SIDE, 1, CHANNELS_1, at);
        at += PARTS.get(0).length();
        this.second = new Convolution(images, POOLED_1, CHANNELS_1, CHANNELS_2, at);
        at += PARTS.get(1).length();
        this.hidden = new Dense(images, FLAT, HIDDEN, true, at);
        at += PARTS.get(2).length();
        this.last = new Dense(images, HIDDEN, CLASSES, false, at);
        this.byLogits = new float[images * CLASSES];
        this.byHidden = new float[images * HIDDEN];
        this.byFlat = new float[images * FLAT];
        this.byPooled = new float[images * POOLED_1 * POOLED_1 * CHANNELS_1];
    }

    /** Weights and biases uniform within ±1/√fan-in, PyTorch's default. */
    static float[] initial(SplittableRandom random) {
        float[] parameters = new float[LENGTH];
        int at = 0;
        for (Part part : PARTS) {
            double bound = 1 / Math.sqrt(part.fanIn());
            for (int end = at + part.length(); at < end; at++) {
                parameters[at] = (float) (bound * (2 * random.nextDouble() - 1));
            }
        }
        return parameters;
    }

    /** Uses these parameters from now on; they must be loaded again after a change. */
    void load(float[] parameters) {
        first.load(parameters);
        second.load(parameters);
        hidden.load(parameters);
        last.load(parameters);
    }

    /** Ten logits an image; overwritten by the next call. */
    float[] logits(float[] pixels) {
        return last.forward(hidden.forward(second.forward(first.forward(pixels))));
    }

    /** Mean loss of the images; writes its gradient. */
    double gradient(float[] pixels, byte[] labels, float[] gradient) {
        float[] logits = logits(pixels);
        double loss = 0;
        for (int image = 0; image < images; image++) {
            loss += byLogits(logits, image * CLASSES, labels[image]);
        }
        last.backward(byLogits, gradient);
        last.backwardToInput(byHidden);
        hidden.backward(byHidden, gradient);
        hidden.backwardToInput(byFlat);
        second.backward(byFlat, gradient);
        second.backwardToInput(byPooled);
        first.backward(byPooled, gradient);
        return loss / images;
    }

    private double byLogits(float[] logits, int at, int label) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < CLASSES; c++) {
            largest = Math.max(largest, logits[at + c]);
        }
        double sum = 0;
        for (int c = 0; c < CLASSES; c++) {
            sum += StrictMath.exp(logits[at + c] - largest);
        }
        for (int c = 0; c < CLASSES; c++) {
            double probability = StrictMath.exp(logits[at + c] - largest) / sum;
            byLogits[at + c] = (float) ((probability - (c == label ? 1 : 0)) / images);
        }
        return largest + StrictMath.log(sum) - logits[at + label];
    }

    @Override
    public void close() {
        first.close();
        second.close();
        hidden.close();
        last.close();
    }
}
