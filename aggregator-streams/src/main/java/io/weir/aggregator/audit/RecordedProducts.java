package io.weir.aggregator.audit;

import io.weir.aggregator.internal.Products;
import io.weir.aggregator.internal.RoundRule;
import io.weir.guard.Gram;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SliceProducts;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Inner products of a sealed round's updates, as the slice tasks reported them. */
public final class RecordedProducts {
    private RecordedProducts() {}

    /** Whether the round's rule is fed inner products. */
    public static boolean areTaken(RoundOpened opened) {
        return RoundRule.of(opened).needsGram();
    }

    /** The sealed updates' inner products in the seal's order; empty if a chunk's are missing or of another size. */
    public static Optional<Gram> of(RoundSealed sealed, Collection<SliceProducts> reports) {
        RoundOpened opened = sealed.getOpened();
        int updates = sealed.getUpdates().size();
        Map<Integer, double[]> byChunk = new TreeMap<>();
        for (SliceProducts report : reports) {
            double[] products = Products.of(report);
            if (report.getRound() == opened.getRound() && products.length == Gram.length(updates)) {
                byChunk.put(report.getChunkIndex(), products);
            }
        }
        return byChunk.size() == opened.getChunkCount()
                ? Optional.of(Products.sum(updates, byChunk))
                : Optional.empty();
    }
}
