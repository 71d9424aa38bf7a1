package io.weir.benchmarks;

import io.weir.guard.kernel.FixedPoint;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.arrow.FloatColumn;
import io.weir.wire.Codec;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time a value of the guard's kernels, over one chunk of the default size. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
    private static final int VALUES = 256 * 1024;
    private static final double BOUND = 1.0;
    private static final int WEIGHT = 1_000;
    private static final int COHORT = 100;

    private final float[] values = new float[VALUES];
    private final long[] sums = new long[VALUES];
    private final int scaleBits = FixedPoint.scaleBits(BOUND, WEIGHT, COHORT);
    private long weight = WEIGHT;
    private FloatColumn column = FloatColumn.of(values, VALUES);

    /** Of the payload whose values are read in place. */
    @Param({"F32", "INT8"})
    private Codec codec = Codec.F32;

    /** Small values of either sign, as in an update. */
    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        column = ArrowCodecs.floats(codec, ByteBuffer.wrap(ArrowCodecs.encodeFloats(codec, values, 0, VALUES)), VALUES);
    }

    /** Adds and takes back in turn, so that sums stay within their bound however often it runs. */
    @Benchmark
    @OperationsPerInvocation(VALUES)
    public long[] addToExactSum() {
        column.addFixedPoint(weight, FixedPoint.scale(1, scaleBits), sums);
        weight = -weight;
        return sums;
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public double squaredNorm() {
        return column.squaredNorm();
    }
}
