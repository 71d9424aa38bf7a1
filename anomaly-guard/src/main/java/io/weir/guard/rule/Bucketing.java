package io.weir.guard.rule;

import io.weir.guard.pipeline.Rows;
import io.weir.guard.pipeline.Transform;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Bucketing (Karimireddy, He, Jaggi 2022, algorithm 1): permutes the rows and replaces each {@code s} of them by their
 * mean; the last bucket holds what is left. {@code f} hostile rows spoil at most {@code f} buckets, so the aggregation
 * after it must tolerate f of {@code ⌈n/s⌉}.
 */
public final class Bucketing implements Transform {
    public static final String NAME = "bucketing";
    public static final int DEFAULT_S = 2;

    private final int s;
    private final Permutation permutation;

    /** The order in which rows are put into buckets. */
    @FunctionalInterface
    public interface Permutation {
        /** A permutation of {@code 0 .. n-1}, always the same for a round. */
        int[] of(long round, int n);
    }

    /**
     * Bucketing.
     *
     * @param s rows in a bucket, at least 1
     */
    public Bucketing(int s, Permutation permutation) {
        this.s = s;
        this.permutation = permutation;
    }

    /** Fisher and Yates's shuffle with {@link Random}, whose numbers Java specifies; another one in every round. */
    public static Permutation shuffled(long seed) {
        return (round, n) -> {
            Random random = new Random(seed ^ round * 0x9E3779B97F4A7C15L);
            int[] order = IntStream.range(0, n).toArray();
            for (int i = n - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int moved = order[i];
                order[i] = order[j];
                order[j] = moved;
            }
            return order;
        };
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean mixes() {
        return true;
    }

    @Override
    public Rows transform(Rows rows) {
        int n = rows.size();
        int[] order = permutation.of(rows.round(), n);
        double[][] w = new double[(n + s - 1) / s][];
        for (int b = 0; b < w.length; b++) {
            w[b] = Order.meanOf(Arrays.copyOfRange(order, b * s, Math.min(n, (b + 1) * s)), n);
        }
        return rows.mixed(w);
    }
}
