package io.weir.cli.bench.mnist;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Generated images in MNIST's four files: each label has a bright square of its own on a noisy ground. */
final class DigitFiles {
    private DigitFiles() {}

    static void write(Path directory, int train, int test) throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        write(directory, "train", train, random);
        write(directory, "t10k", test, random);
    }

    private static void write(Path directory, String set, int count, SplittableRandom random) throws IOException {
        byte[] labels = new byte[count];
        byte[] pixels = new byte[count * 784];
        for (int image = 0; image < count; image++) {
            int label = random.nextInt(10);
            labels[image] = (byte) label;
            for (int p = 0; p < 784; p++) {
                boolean bright = p / 28 / 7 * 4 + p % 28 / 7 == label;
                pixels[image * 784 + p] = (byte) ((bright ? 150 : 0) + random.nextInt(100));
            }
        }
        Files.write(directory.resolve(set + "-labels-idx1-ubyte"), idx(labels, 0x801, count));
        Files.write(directory.resolve(set + "-images-idx3-ubyte"), idx(pixels, 0x803, count, 28, 28));
    }

    /** A file's bytes. */
    static byte[] idx(byte[] values, int... header) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (int number : header) {
                out.writeInt(number);
            }
            out.write(values);
        }
        return bytes.toByteArray();
    }
}
