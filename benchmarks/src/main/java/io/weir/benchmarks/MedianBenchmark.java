package io.weir.benchmarks;

import io.weir.guard.Combination.MiddleRanks;
import io.weir.guard.kernel.Row;
import io.weir.guard.kernel.RowSums;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time a value of the coordinate-wise median of 100 updates, against sorting column by column. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MedianBenchmark {
    private static final int UPDATES = 100;
    private static final int PARAMETERS = 16 * 1024;
    private static final int SCALE_BITS = 24;

    private final float[][] values = new float[UPDATES][PARAMETERS];
    private final long[] sums = new long[PARAMETERS];
    private final RowSums kernel = RowSums.of(
            new MiddleRanks(Integer.MAX_VALUE),
            DoubleStream.generate(() -> 1).limit(UPDATES).toArray(),
            new int[UPDATES],
            List.of());
    private final Row[] rows = Arrays.stream(values).map(Row::of).toArray(Row[]::new);

    /** Small values of either sign, as in an update. */
    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(42);
        for (float[] row : values) {
            for (int i = 0; i < PARAMETERS; i++) {
                row[i] = (float) (random.nextDouble() - 0.5);
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(UPDATES * PARAMETERS)
    public long[] sortingNetwork() {
        kernel.sum(rows, 0, PARAMETERS, SCALE_BITS, sums, 0);
        return sums;
    }

    /** The straightforward way. */
    @Benchmark
    @OperationsPerInvocation(UPDATES * PARAMETERS)
    public long[] columnByColumn() {
        float[] column = new float[UPDATES];
        double scale = Math.scalb(1.0, SCALE_BITS);
        for (int c = 0; c < PARAMETERS; c++) {
            for (int u = 0; u < UPDATES; u++) {
                column[u] = values[u][c];
            }
            Arrays.sort(column);
            sums[c] = (long) Math.rint(column[UPDATES / 2 - 1] * scale) + (long) Math.rint(column[UPDATES / 2] * scale);
        }
        return sums;
    }
}
