package io.weir.benchmarks;

import io.weir.guard.kernel.GramSums;
import io.weir.guard.kernel.Row;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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

/** Time a value of the inner products of 100 updates with one another, against taking pair after pair. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GramBenchmark {
    private static final int UPDATES = 100;
    private static final int PARAMETERS = 16 * 1024;

    private final float[][] values = new float[UPDATES][PARAMETERS];
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
    public double[] blocked() {
        GramSums sums = new GramSums(UPDATES);
        sums.add(rows, 0, PARAMETERS);
        return sums.triangle();
    }

    /** The straightforward way. */
    @Benchmark
    @OperationsPerInvocation(UPDATES * PARAMETERS)
    public double pairByPair() {
        double all = 0;
        for (int i = 0; i < UPDATES; i++) {
            for (int j = 0; j <= i; j++) {
                double product = 0;
                for (int c = 0; c < PARAMETERS; c++) {
                    product += (double) values[i][c] * values[j][c];
                }
                all += product;
            }
        }
        return all;
    }
}
