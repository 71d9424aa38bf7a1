package io.weir.cli.bench.mnist;

import java.util.SplittableRandom;

/** An honest worker: batches of its own images, every image once before any comes again, and momentum of its gradients. */
final class Worker {
    private static final float MOMENTUM = 0.9f;

    private final Digits digits;
    private final int[] images;
    private final SplittableRandom random;
    private final float[] momentum = new float[Cnn.LENGTH];
    private int[] order = {};
    private int next;

    /**
     * A worker.
     *
     * @param images indexes of its own, at least one
     */
    Worker(Digits digits, int[] images, SplittableRandom random) {
        this.digits = digits;
        this.images = images.clone();
        this.random = random;
    }

    /**
     * What the worker sends: {@code m ← 0.9 m + 0.1 g} with the gradient g of its next batch. The same array every time.
     *
     * @param pixels room for a batch
     * @param labels room for a batch
     * @param gradient room for the gradient
     */
    float[] update(Cnn model, float[] pixels, byte[] labels, float[] gradient) {
        for (int i = 0; i < labels.length; i++) {
            int image = next();
            digits.copy(image, pixels, i * Digits.PIXELS);
            labels[i] = digits.labels()[image];
        }
        model.gradient(pixels, labels, gradient);
        for (int j = 0; j < gradient.length; j++) {
            momentum[j] = MOMENTUM * momentum[j] + (1 - MOMENTUM) * gradient[j];
        }
        return momentum;
    }

    private int next() {
        if (next == order.length) {
            order = Similarity.permutation(images.length, random);
            next = 0;
        }
        return images[order[next++]];
    }
}
