package io.weir.guard.rule;

import io.weir.guard.pipeline.Rows;
import io.weir.guard.pipeline.Transform;
import java.util.stream.IntStream;

/**
 * Clipping at the median of the round's norms: the first step of clipped clustering (Li, Ngai, Voigt 2023) with no norms
 * of earlier rounds, and the second of FLAME (Nguyen et al. 2022, algorithm 1), where it can stand first since cosines do
 * not change.
 */
public final class MedianClipping implements Transform {
    public static final String NAME = "median-clipping";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean needsGram() {
        return false;
    }

    @Override
    public boolean mixes() {
        return false;
    }

    @Override
    public Rows transform(Rows rows) {
        double median = Order.median(
                IntStream.range(0, rows.size()).mapToDouble(rows::norm).toArray());
        return median > 0 ? new Clipping(median).transform(rows) : rows;
    }
}
