package io.weir.benchmarks;

import io.weir.privacy.mask.Masks;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Masking an update of a million parameters. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MaskBenchmark {
    @Param({"10", "100"})
    private int neighbours;

    private final int[] values = new int[1_000_000];
    private final int[] sum = new int[1_000_000];
    private final byte[] own = new byte[32];
    private final TreeMap<String, byte[]> pairs = new TreeMap<>();

    @Setup
    public void seeds() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < neighbours; i++) {
            byte[] seed = new byte[32];
            random.nextBytes(seed);
            pairs.put("bank-" + i, seed);
        }
    }

    @Benchmark
    public int[] mask() {
        Masks.mask(values, 0, "bank-x", own, pairs);
        return values;
    }

    /** What the aggregator does with a masked update. */
    @Benchmark
    public int[] add() {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += values[i];
        }
        return sum;
    }

    /** What opens: the own mask of each participant off the sum, here of one. */
    @Benchmark
    public int[] takeOffOwn() {
        Masks.takeOffOwn(sum, 0, own);
        return sum;
    }
}
