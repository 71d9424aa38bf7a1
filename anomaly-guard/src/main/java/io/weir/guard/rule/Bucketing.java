package io.weir.guard.rule;

import io.weir.guard.pipeline.Rows;
import io.weir.guard.pipeline.Transform;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
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
    private final IntFunction<int[]> permutation;

    /**
     * Bucketing.
     *
     * @param s rows in a bucket, at least 1
     * @param permutation a permutation of {@code 0 .. n-1} for every n, always the same
     */
    public Bucketing(int s, IntFunction<int[]> permutation) {
        this.s = s;
        this.permutation = permutation;
    }

    /** Fisher and Yates's shuffle with {@link Random}, whose numbers Java specifies. */
    public static IntFunction<int[]> shuffled(long seed) {
        return n -> {
            Random random = new Random(seed);
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
        int[] order = permutation.apply(n);
        double[][] w = new double[(n + s - 1) / s][];
        for (int b = 0; b < w.length; b++) {
            w[b] = Order.meanOf(Arrays.copyOfRange(order, b * s, Math.min(n, (b + 1) * s)), n);
        }
        return rows.mixed(w);
    }
}
