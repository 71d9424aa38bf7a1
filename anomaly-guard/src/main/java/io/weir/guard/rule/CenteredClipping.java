package io.weir.guard.rule;

import io.weir.guard.Combination;
import io.weir.guard.Gram;
import io.weir.guard.RoundStatistics;
import io.weir.guard.pipeline.Aggregation;
import io.weir.guard.pipeline.Rows;
import java.util.Arrays;
import java.util.Optional;

/**
 * Centred clipping (Karimireddy, He, Jaggi 2021, algorithm 2): {@code v ← v + (1/n) Σ_i (y_i − v) min(1, τ/‖y_i − v‖)},
 * {@code L} times. The paper starts from the result before, which is {@code (1 − mean λ)} of the next one as well: so it
 * has to be a vector of the round, and the federation's reference sends it. Without one it starts from zero.
 */
public final class CenteredClipping implements Aggregation {
    public static final String NAME = "centered-clipping";
    public static final double DEFAULT_TAU = 1;
    public static final int DEFAULT_ITERATIONS = 3;

    private final double tau;
    private final int iterations;
    private final boolean momentum;

    /** Centred clipping from zero. */
    public CenteredClipping(double tau, int iterations) {
        this(tau, iterations, false);
    }

    /**
     * Centred clipping.
     *
     * @param tau distance from the centre beyond which a row is pulled in, positive
     * @param iterations the paper's L, at least 1
     * @param momentum whether it starts from what the reference sent, or from zero
     */
    public CenteredClipping(double tau, int iterations, boolean momentum) {
        this.tau = tau;
        this.iterations = iterations;
        this.momentum = momentum;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Combination combination() {
        return new Combination.Linear();
    }

    @Override
    public boolean needsReference() {
        return momentum;
    }

    @Override
    public boolean sumsReference() {
        return momentum;
    }

    @Override
    public Result aggregate(Rows rows) {
        double[] start = new double[rows.gram().size()];
        if (momentum) {
            start[rows.reference(RoundStatistics.ROOT)] = 1;
        }
        double[] centre = from(rows.gram(), start, rows.size());
        double carried = momentum ? centre[rows.reference(RoundStatistics.ROOT)] : 0;
        return new Result.Coefficients(Arrays.copyOf(centre, rows.size()), Optional.empty(), carried);
    }

    /**
     * The centre as coefficients of all vectors of {@code gram}.
     *
     * @param start the centre to start from; of the momentum it is 1 where that stands in {@code gram}, and 0 elsewhere
     * @param rows how many of the vectors, the first ones, are clipped and averaged
     */
    public double[] from(Gram gram, double[] start, int rows) {
        double[] v = start.clone();
        for (int k = 0; k < iterations; k++) {
            double[] distances = Mixtures.distances(gram, rows, v);
            double[] shares = Arrays.stream(distances)
                    .map(d -> Math.min(1, tau / d) / rows)
                    .toArray();
            double kept = 1 - Arrays.stream(shares).reduce(0, Double::sum);
            for (int i = 0; i < v.length; i++) {
                v[i] = Math.max(0, v[i] * kept) + (i < rows ? shares[i] : 0);
            }
        }
        return v;
    }
}
