package io.weir.guard.rule;

import io.weir.guard.pipeline.Rows;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Divide and conquer (Shejwalkar, Houmansadr 2021, algorithm 2): leaves out the {@code c · f} rows that stand out most
 * along the first direction of the rows around their mean, {@code s_i = ⟨y_i − μ, v⟩² = λ₁ u_i²}, and takes the mean of
 * the others. The paper looks at a random sample of coordinates, several times; here all coordinates count, once, which
 * is exact from inner products. Tolerates {@code f} hostile rows of at least {@code 2f + 1}.
 */
public final class Dnc extends Selection {
    public static final String NAME = "dnc";
    public static final double DEFAULT_C = 1;
    /** So that a row is left of 2f + 1. */
    public static final double C_MAX = 2;

    private final int f;
    private final double c;

    /**
     * DnC.
     *
     * @param c how many rows are left out for each hostile one, above 0 and at most 2
     */
    public Dnc(int f, double c) {
        super(NAME, 2 * f + 1);
        this.f = f;
        this.c = c;
    }

    @Override
    public int rowsMax() {
        return 512;
    }

    @Override
    int[] select(Rows rows) {
        int[] all = IntStream.range(0, rows.size()).toArray();
        double[] ones = new double[all.length];
        Arrays.fill(ones, 1);
        double[] scores = TopSpace.of(Scatter.of(rows.gram(), all, ones)).shares();
        return Order.smallest(scores, (int) Math.floor(all.length - c * f));
    }
}
