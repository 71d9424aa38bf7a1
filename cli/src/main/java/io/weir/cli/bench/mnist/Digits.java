package io.weir.cli.bench.mnist;

import java.nio.file.Path;

/**
 * Handwritten digits with their labels.
 *
 * @param pixels 28 × 28 an image, row by row, 0 to 255; not copied
 * @param labels 0 to 9; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes; never compared
record Digits(byte[] pixels, byte[] labels) {
    /** Pixels in a row of an image. */
    static final int SIDE = 28;

    /** Pixels of an image. */
    static final int PIXELS = SIDE * SIDE;

    /** Mean and deviation of the training pixels, as ByzFL normalises them. */
    private static final double MEAN = 0.1307;

    private static final double DEVIATION = 0.3081;
    private static final float[] NORMALISED = normalised();

    private static float[] normalised() {
        float[] values = new float[256];
        for (int v = 0; v < values.length; v++) {
            values[v] = (float) ((v / 255.0 - MEAN) / DEVIATION);
        }
        return values;
    }

    /** Images to train on and images to test with. */
    record Pair(Digits train, Digits test) {}

    /**
     * MNIST's four files.
     *
     * @throws io.weir.trainers.data.InvalidDataException if one is missing or damaged, with what to do
     */
    static Pair read(Path directory) {
        return new Pair(read(directory, "train"), read(directory, "t10k"));
    }

    private static Digits read(Path directory, String set) {
        Path images = directory.resolve(set + "-images-idx3-ubyte");
        Path labels = directory.resolve(set + "-labels-idx1-ubyte");
        return IdxFile.digits(IdxFile.images(images), images, IdxFile.labels(labels), labels);
    }

    int size() {
        return labels.length;
    }

    /** Writes an image's normalised pixels. */
    void copy(int image, float[] target, int at) {
        for (int p = 0; p < PIXELS; p++) {
            target[at + p] = NORMALISED[pixels[image * PIXELS + p] & 0xff];
        }
    }
}
