package io.weir.guard.rule;

import io.weir.guard.history.Memory;
import io.weir.guard.pipeline.Rows;
import io.weir.guard.pipeline.Transform;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Clipping at the median norm: of this round, the second step of FLAME (Nguyen et al. 2022, algorithm 1), where it can stand
 * first since cosines do not change; or of this round and those before, {@code τ_t = median{‖x_i^s‖ : s ≤ t}}, the first step
 * of clipped clustering (Li, Ngai, Voigt 2023, section 4), whose past has no end. Norms count as they came, refused or not.
 */
public final class MedianClipping implements Transform {
    public static final String NAME = "median-clipping";

    private final int rounds;

    /** Clipping at the median of this round's norms. */
    public MedianClipping() {
        this(0);
    }

    /**
     * Clipping.
     *
     * @param rounds before this one whose norms count, 0 to {@link io.weir.guard.history.History#ROUNDS}
     */
    public MedianClipping(int rounds) {
        this.rounds = rounds;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean needsGram() {
        return false;
    }

    @Override
    public Set<Memory> remembers() {
        return rounds > 0 ? Set.of(Memory.UPDATES) : Set.of();
    }

    @Override
    public int rowsMax() {
        return rounds > 0 ? Reputation.ROWS_MAX : Integer.MAX_VALUE;
    }

    @Override
    public boolean mixes() {
        return false;
    }

    @Override
    public Rows transform(Rows rows) {
        DoubleStream now = IntStream.range(0, rows.size()).mapToDouble(rows::norm);
        DoubleStream before = rounds > 0 ? rows.history().norms(rows.round() - rounds) : DoubleStream.empty();
        double median = Order.median(DoubleStream.concat(now, before).toArray());
        return median > 0 ? new Clipping(median).transform(rows) : rows;
    }
}
