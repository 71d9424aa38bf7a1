package io.weir.privacy.field;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pearson's statistic. */
public final class ChiSquare {
    private ChiSquare() {}

    /** Counts against what is expected of them. */
    public static double of(long[] counts, double[] expected) {
        double statistic = 0;
        for (int i = 0; i < counts.length; i++) {
            statistic += (counts[i] - expected[i]) * (counts[i] - expected[i]) / expected[i];
        }
        return statistic;
    }

    /** What chance exceeds once in about a million: mean and five deviations of the distribution. */
    public static double limit(int degreesOfFreedom) {
        return degreesOfFreedom + 5 * Math.sqrt(2.0 * degreesOfFreedom);
    }

    /** Of the values' bytes, all equally likely. The highest byte of 61 bits is left out. */
    public static double ofBytes(long[] values) {
        long[] counts = new long[256];
        for (long value : values) {
            for (int shift = 0; shift < 48; shift += 8) {
                counts[(int) (value >>> shift) & 0xFF]++;
            }
        }
        double[] expected = new double[256];
        Arrays.fill(expected, values.length * 6 / 256.0);
        return of(counts, expected);
    }

    /**
     * What shares that do not suffice show: the words of each, the differences of neighbours, and the secret that they would give if the threshold were as many
     * as they are. Of a good sharing each of these is uniform, whatever the secret. The largest of the statistics.
     */
    public static double ofShares(int members, List<List<Share>> dealings) {
        List<long[]> words = new ArrayList<>();
        List<long[]> differences = new ArrayList<>();
        List<long[]> guesses = new ArrayList<>();
        for (List<Share> few : dealings) {
            few.forEach(share -> words.add(share.values()));
            for (int i = 1; i < few.size(); i++) {
                differences.add(difference(few.get(i).values(), few.get(i - 1).values()));
            }
            guesses.add(new SecretSharing(members, few.size()).reconstruct(few));
        }
        double largest = 0;
        for (List<long[]> seen : List.of(words, differences, guesses)) {
            if (!seen.isEmpty()) {
                largest = Math.max(
                        largest,
                        ofBytes(seen.stream().flatMapToLong(Arrays::stream).toArray()));
            }
        }
        return largest;
    }

    private static long[] difference(long[] a, long[] b) {
        long[] difference = new long[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = PrimeField.subtract(a[i], b[i]);
        }
        return difference;
    }
}
