package io.weir.guard.rule;

import io.weir.guard.UpdateStatistics;
import io.weir.guard.pipeline.Rows;
import java.util.stream.IntStream;

/**
 * The plain mean of the rows, weights left aside: {@code (1/n) Σ_i y_i}. No robustness of its own; the end of rules whose
 * stages before it mix or clip. With noise it is the last step of FLAME (Nguyen et al. 2022, algorithm 1): normal noise with
 * {@code σ = λ · S_t} for every coordinate, S_t the median of the norms of all updates as they came.
 */
public final class Mean extends Selection {
    public static final String NAME = "mean";

    private final double noise;

    /** The mean. */
    public Mean() {
        this(0);
    }

    /**
     * The mean.
     *
     * @param noise FLAME's λ; 0 for none
     */
    public Mean(double noise) {
        super(NAME, 1);
        this.noise = noise;
    }

    @Override
    public boolean needsGram() {
        return false;
    }

    @Override
    public boolean addsNoise() {
        return noise > 0;
    }

    @Override
    public double noise(Rows rows) {
        return noise
                * Order.median(rows.given().stream()
                        .mapToDouble(UpdateStatistics::norm)
                        .toArray());
    }

    @Override
    int[] select(Rows rows) {
        return IntStream.range(0, rows.size()).toArray();
    }
}
