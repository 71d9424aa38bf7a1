package io.weir.benchmarks;

import java.math.BigInteger;
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

/**
 * Packed Paillier, 2048 bits, 20 bits a value in a group of ten: what {@link RlweBenchmark} does with a million parameters, here with ten thousand. Times a
 * hundred for a million: ciphertexts are independent of one another.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class PaillierBenchmark {
    private static final int PARAMETERS = 10_000;
    private static final int VALUE_BITS = 20;
    private static final int SUM_BITS = VALUE_BITS + 4;

    private final SecureRandom random = new SecureRandom();
    private final Paillier paillier = new Paillier(2048, SUM_BITS, random);
    private int[] values;
    private BigInteger[] ciphertext;

    /** Also checks that a sum opens, and says what a parameter takes. */
    @Setup
    public void encrypted() {
        values = new SplittableRandom(1).ints(PARAMETERS, 0, 1 << VALUE_BITS).toArray();
        ciphertext = encrypt();
        BigInteger[] sum = ciphertext.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] = paillier.add(sum[i], ciphertext[i]);
        }
        long[] opened = open(sum);
        for (int i = 0; i < PARAMETERS; i++) {
            if (opened[i] != 2L * values[i]) {
                throw new IllegalStateException("the sum of two ciphertexts does not open to twice the values");
            }
        }
        System.out.println("Paillier: " + paillier.slots() + " values a ciphertext, "
                + (double) ciphertext.length * paillier.ciphertextBytes() / PARAMETERS + " bytes a parameter");
    }

    @Benchmark
    public BigInteger[] encrypt() {
        BigInteger[] encrypted = new BigInteger[(PARAMETERS + paillier.slots() - 1) / paillier.slots()];
        for (int i = 0; i < encrypted.length; i++) {
            encrypted[i] = paillier.encrypt(paillier.pack(values, i * paillier.slots()), random);
        }
        return encrypted;
    }

    @Benchmark
    public BigInteger[] add() {
        BigInteger[] sum = new BigInteger[ciphertext.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = paillier.add(ciphertext[i], ciphertext[i]);
        }
        return sum;
    }

    @Benchmark
    public long[] open() {
        return open(ciphertext);
    }

    private long[] open(BigInteger[] encrypted) {
        long[] opened = new long[PARAMETERS];
        for (int i = 0; i < encrypted.length; i++) {
            paillier.unpack(paillier.decrypt(encrypted[i]), opened, i * paillier.slots());
        }
        return opened;
    }
}
