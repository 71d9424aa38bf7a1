package io.weir.guard.rule;

import io.weir.guard.Gram;
import io.weir.guard.VerdictRule;
import io.weir.guard.kernel.CoordinateSample;
import io.weir.guard.pipeline.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Divide and conquer (Shejwalkar, Houmansadr 2021, algorithm 2): leaves out the {@code c · f} rows that stand out most
 * along the first direction of the rows around their mean, {@code s_i = ⟨y_i − μ, v⟩² = λ₁ u_i²}, and takes the mean of
 * the others. The paper looks at a random sample of coordinates, several times, and keeps the rows that stayed every time.
 * So does this where the share of coordinates is below 1; each is drawn by a hash of seed, round and coordinate. With all
 * coordinates once is enough. Tolerates {@code f} hostile rows of at least {@code 2f + 1}.
 */
public final class Dnc extends Selection {
    public static final String NAME = "dnc";
    public static final double DEFAULT_C = 1;
    /** So that a row is left of 2f + 1. */
    public static final double C_MAX = 2;

    public static final int ITERATIONS_MAX = 8;

    private static final int ROWS_MAX = 512;

    /**
     * Which coordinates are looked at.
     *
     * @param share of all, above 0, up to 1
     * @param iterations how often, 1 to {@value ITERATIONS_MAX}
     */
    public record Sampling(double share, int iterations, long seed) {
        /** All of them, once. */
        public static final Sampling ALL = new Sampling(1, 1, 0);

        private List<CoordinateSample> of(long round) {
            return share >= 1
                    ? List.of()
                    : LongStream.range(0, iterations)
                            .mapToObj(k -> new CoordinateSample(
                                    (seed * 31 + round) * 0x9E3779B97F4A7C15L + k * 0xD1B54A32D192ED03L, share))
                            .toList();
        }
    }

    private final int f;
    private final double c;
    private final Sampling sampling;

    /**
     * DnC.
     *
     * @param c how many rows are left out for each hostile one, above 0 and at most 2
     */
    public Dnc(int f, double c, Sampling sampling) {
        super(NAME, Math.max(2 * f, (int) (sampling.of(0).size() * c * f)) + 1);
        this.f = f;
        this.c = c;
        this.sampling = sampling;
    }

    @Override
    public List<CoordinateSample> samples(long round) {
        return sampling.of(round);
    }

    /** The inner products of a chunk travel in one record, those over samples with the others. */
    @Override
    public int rowsMax() {
        int samples = sampling.of(0).size();
        return samples == 0
                ? ROWS_MAX
                : (int) Math.sqrt(2.0 * Gram.length(VerdictRule.GRAM_UPDATES_MAX) / (1 + samples)) - 1;
    }

    @Override
    int[] select(Rows rows) {
        return choose(rows).selected();
    }

    @Override
    String meaning() {
        return sampling.of(0).size() > 1
                ? "number of samples in which it stands out"
                : "share of the deviation along the first direction";
    }

    @Override
    Choice choose(Rows rows) {
        List<Gram> samples =
                sampling.share() >= 1 ? List.of(rows.gram()) : rows.gram().samples();
        if (samples.size() == 1) {
            double[] deviations = deviations(samples.get(0), rows.size());
            return new Choice(Order.smallest(deviations, kept(rows)), Optional.of(deviations));
        }
        double[] left = new double[rows.size()];
        Arrays.fill(left, samples.size());
        int[] selected = Order.smallest(deviations(samples.get(0), rows.size()), kept(rows));
        for (int s = 0; s < samples.size(); s++) {
            int[] again = Order.smallest(deviations(samples.get(s), rows.size()), kept(rows));
            Arrays.stream(again).forEach(r -> left[r]--);
            selected = Arrays.stream(selected)
                    .filter(r -> Arrays.stream(again).anyMatch(other -> other == r))
                    .toArray();
        }
        return new Choice(selected, Optional.of(left));
    }

    private int kept(Rows rows) {
        return (int) Math.floor(rows.size() - c * f);
    }

    /** How much each row stands out. */
    private static double[] deviations(Gram gram, int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return TopSpace.of(Scatter.of(gram, IntStream.range(0, size).toArray(), ones))
                .shares();
    }
}
