package io.weir.trainers.data;

import java.util.Arrays;
import java.util.Random;

/**
 * Rows that are set aside for a federation's operator, so that no bank gets them: what they tell may be public. They are one
 * row in a hundred, at least a hundred rows, but no more than one in ten.
 *
 * @param rows how many they are
 * @param banks the other rows, in their order, under a schema with centre and scale of the operator's
 */
public record PublicSample(int rows, Dataset banks) {
    private static final int ROWS_MIN = 100;

    /**
     * Sets rows aside, chosen by the seed.
     *
     * @throws InvalidDataException naming the columns whose scale they do not tell
     */
    public static PublicSample setAside(Dataset all, long seed) {
        int rows = Math.min(all.rows() / 10, Math.max(ROWS_MIN, all.rows() / 100));
        int[] order = shuffled(all.rows(), seed);
        Dataset sample = all.select(Arrays.copyOf(order, rows));
        int[] rest = Arrays.copyOfRange(order, rows, order.length);
        Arrays.sort(rest);
        FeatureSchema scaled = all.schema().scaledBy(sample);
        return new PublicSample(rows, all.select(rest).withScales(scaled));
    }

    private static int[] shuffled(int count, long seed) {
        int[] order = new int[count];
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
