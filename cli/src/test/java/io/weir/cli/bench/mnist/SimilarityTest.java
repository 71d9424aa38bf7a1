package io.weir.cli.bench.mnist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SimilarityTest {
    private static final int IMAGES = 2000;

    private final SplittableRandom random = new SplittableRandom(1);

    @Property(tries = 50)
    void everyImageIsInOnePartAndPartsAreAlikeInSize(
            @ForAll @DoubleRange(max = 1) double gamma, @ForAll @IntRange(min = 1, max = 30) int parts) {
        int[] images = Similarity.permutation(IMAGES, random);

        List<int[]> split = Similarity.split(images, labels(), gamma, parts);

        assertThat(split).hasSize(parts).allSatisfy(part -> assertThat(part.length)
                .isBetween(IMAGES / parts - 2, IMAGES / parts + 2));
        assertThat(split.stream().flatMapToInt(Arrays::stream).sorted())
                .containsExactly(IntStream.range(0, IMAGES).boxed().toArray(Integer[]::new));
    }

    @Test
    void dividesTheSimilarShareAtRandomAndTheRestByLabel() {
        byte[] labels = labels();
        int[] images = Similarity.permutation(IMAGES, random);

        assertThat(Similarity.split(images, labels, 0, 10))
                .allSatisfy(part -> assertThat(labelsOf(part, labels)).isEqualTo(1));
        assertThat(Similarity.split(images, labels, 1, 10))
                .allSatisfy(part -> assertThat(labelsOf(part, labels)).isEqualTo(10));
        int[] third = Similarity.split(images, labels, 0.33, 10).get(9);
        assertThat(Arrays.stream(third).filter(image -> labels[image] == 9).count())
                .isBetween(third.length * 6L / 10, third.length * 8L / 10);
        assertThat(labelsOf(third, labels)).isEqualTo(10);
    }

    private static long labelsOf(int[] part, byte[] labels) {
        return Arrays.stream(part).map(image -> labels[image]).distinct().count();
    }

    private static byte[] labels() {
        byte[] labels = new byte[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            labels[i] = (byte) (i % 10);
        }
        return labels;
    }
}
