package io.weir.benchmarks;

import io.weir.schemas.arrow.ArrowCodecs;
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

/** Time a value of decoding a chunk of the default size, its checks included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
    private static final int VALUES = 256 * 1024;

    @Param({"F32", "F16", "BF16", "INT8"})
    private Codec codec = Codec.F32;

    private final float[] values = new float[VALUES];
    private ByteBuffer payload = ByteBuffer.allocate(0);

    @Setup
    public void encode() {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        payload = ByteBuffer.wrap(ArrowCodecs.encodeFloats(codec, values, 0, VALUES));
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public float[] decode() {
        ArrowCodecs.decodeFloats(codec, payload, VALUES, values, 0);
        return values;
    }
}
