package io.weir.aggregator.internal.guard;

import io.weir.aggregator.internal.Products;
import io.weir.aggregator.internal.RoundRule;
import io.weir.guard.Measured;
import io.weir.wire.MeasureRound;
import io.weir.wire.RoundOpened;
import io.weir.wire.SliceProducts;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A sealed round whose rule needs inner products: what the slice tasks reported of them. */
final class MeasuringRound {
    private final MeasureRound directive;
    private final Map<Integer, double[]> byChunk = new TreeMap<>();

    MeasuringRound(MeasureRound directive) {
        this.directive = directive;
    }

    MeasureRound directive() {
        return directive;
    }

    long round() {
        return directive.getSealed().getOpened().getRound();
    }

    /** Takes in a report; the same one twice changes nothing. */
    void accept(SliceProducts report) {
        byChunk.put(report.getChunkIndex(), Products.of(report));
    }

    /** The sealed updates' inner products and sketches, once every chunk's are there. */
    Optional<Measured> measured() {
        RoundOpened opened = directive.getSealed().getOpened();
        if (byChunk.size() < opened.getChunkCount()) {
            return Optional.empty();
        }
        boolean single = directive.getOpenings().isEmpty();
        int rows = single
                ? directive.getSealed().getUpdates().size()
                : directive.getOpenings().size();
        return Optional.of(
                Products.sum(rows, single ? RoundRule.measures(opened).sketchNumbers() : 0, byChunk));
    }
}
