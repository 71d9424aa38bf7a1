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
            if (report.getRound() == opened.getRound()) {
                byChunk.put(report.getChunkIndex(), Products.of(report));
            }
        }
        int sketches = RoundRule.measures(opened).sketchNumbers();
        return byChunk.size() == opened.getChunkCount()
                        && areOfOneSize(byChunk.values(), Gram.length(updates), updates * sketches)
                ? Optional.of(Products.sum(updates, sketches, byChunk).gram())
                : Optional.empty();
    }

    /** A triangle each, the same number of further ones over samples of coordinates, and sketches. */
    private static boolean areOfOneSize(Collection<double[]> chunks, int triangle, int sketches) {
        return triangle > 0
                && chunks.stream()
                        .allMatch(chunk ->
                                chunk.length - sketches >= triangle && (chunk.length - sketches) % triangle == 0)
                && chunks.stream().mapToInt(chunk -> chunk.length).distinct().count() == 1;
    }
}
