package io.weir.cli.bench.mnist;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Divides images among workers by γ-similarity: a share γ at random, the rest by label, so that with γ = 0 a worker sees
 * one digit or two (Hsu, Qi, Brown 2019, as in Karimireddy, He, Jaggi 2022, section 6).
 */
final class Similarity {
    private Similarity() {}

    /** Indexes in a random order. */
    static int[] permutation(int size, SplittableRandom random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    /**
     * The images of each part.
     *
     * @param images in a random order, of which the first become the similar share
     * @param labels of all images
     * @param gamma 0 to 1
     */
    static List<int[]> split(int[] images, byte[] labels, double gamma, int parts) {
        int similar = (int) (images.length * gamma);
        int[] random = Arrays.copyOf(images, similar);
        int[] sorted = Arrays.stream(images, similar, images.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer image) -> labels[image])
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> split = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            split.add(IntStream.concat(slice(random, part, parts), slice(sorted, part, parts))
                    .toArray());
        }
        return split;
    }

    private static IntStream slice(int[] images, int part, int parts) {
        return Arrays.stream(
                images, (int) ((long) images.length * part / parts), (int) ((long) images.length * (part + 1) / parts));
    }
}
