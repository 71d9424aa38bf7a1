package io.weir.benchmarks;

import io.weir.privacy.dp.DiscreteGaussian;
import io.weir.privacy.field.KeyStream;
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

/** A draw of exact noise; below a deviation of 64 by table, from there on by buckets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DiscreteGaussianBenchmark {
    @Param({"0.5", "3", "1000", "1048576"})
    private double deviation;

    private DiscreteGaussian noise;

    @Setup
    public void start() {
        noise = new DiscreteGaussian(deviation, new KeyStream(new byte[32], "benchmark", 0));
    }

    @Benchmark
    public long draw() {
        return noise.sample();
    }
}
