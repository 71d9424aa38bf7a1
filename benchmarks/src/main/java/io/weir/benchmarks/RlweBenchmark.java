package io.weir.benchmarks;

import io.weir.privacy.rlwe.RlweCipher;
import io.weir.privacy.rlwe.RlweSecret;
import io.weir.privacy.rlwe.SlotPacking;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Homomorphic encryption of an update of a million parameters, of 20 bits each, in a group of ten. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RlweBenchmark {
    private static final int PARAMETERS = 1_000_000;
    private static final SlotPacking PACKING = new SlotPacking(20, 10);

    private final SecureRandom random = new SecureRandom();
    private final RlweCipher cipher = new RlweCipher(PACKING, new byte[32], 0);
    private final RlweSecret secret = RlweSecret.generate(random);
    private int[] values;
    private long[] ciphertext;
    private long[] sum;

    @Setup
    public void encrypted() {
        values = new SplittableRandom(1).ints(PARAMETERS, -1000, 1000).toArray();
        ciphertext = cipher.encrypt(values, secret, random);
        sum = ciphertext.clone();
    }

    @Benchmark
    public long[] encrypt() {
        return cipher.encrypt(values, secret, random);
    }

    @Benchmark
    public long[] add() {
        RlweCipher.add(sum, ciphertext);
        return sum;
    }

    @Benchmark
    public long[] open() {
        return cipher.open(ciphertext, PARAMETERS, secret);
    }
}
