package io.weir.aggregator.internal.slice;

import io.weir.guard.kernel.SeededNoise;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.Verdict;
import io.weir.wire.VerdictNoise;
import java.util.Map;
import java.util.TreeMap;

/** Sums with the noise that a verdict names. */
final class NoisySums {
    private NoisySums() {}

    /** By chunk index; {@code sums} stay as they are, for a slice may be settled again. */
    static Map<Integer, long[]> of(Map<Integer, long[]> sums, Verdict verdict, VectorChunks layout, int scaleBits) {
        VerdictNoise drawn = verdict.getNoise();
        SeededNoise noise =
                new SeededNoise(drawn.getSeed().getLong(drawn.getSeed().position()), drawn.getDeviation());
        Map<Integer, long[]> noisy = new TreeMap<>();
        sums.forEach((index, sum) -> {
            long[] copy = sum.clone();
            noise.add(copy, layout.first(index), scaleBits, verdict.getTotalWeight());
            noisy.put(index, copy);
        });
        return noisy;
    }
}
