package io.weir.privacy.rlwe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weir.privacy.field.ChiSquare;
import io.weir.privacy.field.FixedRandom;
import io.weir.privacy.field.PrimeField;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RlweCipherTest {
    private static final byte[] ROUND_SEED = new byte[32];

    @Property(tries = 15)
    void theSumOpensToTheSumOfValues(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 12) int members,
            @ForAll @IntRange(min = 1, max = 20_000) int values) {
        SplittableRandom random = new SplittableRandom(seed);
        SlotPacking packing = new SlotPacking(20, members);
        opensExactly(packing, members, values, i -> random.nextInt(-(1 << 19), 1 << 19));
    }

    /** Widths and group sizes of the protocol; every sum at its bound, of both signs and both slots. */
    @ParameterizedTest
    @CsvSource({"20, 10", "16, 100", "12, 1000"})
    void sumsAtTheirBoundsOpen(int bits, int members) {
        int max = (1 << (bits - 1)) - 1;
        int min = -(1 << (bits - 1));
        SlotPacking packing = new SlotPacking(bits, members);
        int[][] patterns = {{max, max}, {min, min}, {max, min}, {min, max}};
        opensExactly(packing, members, 16, i -> patterns[i / 2 % patterns.length][i % 2]);
    }

    private static void opensExactly(SlotPacking packing, int members, int values, IntUnaryOperator value) {
        RlweCipher cipher = new RlweCipher(packing, ROUND_SEED, 0);
        long[] sum = new long[cipher.words(values)];
        long[] keys = new long[4096];
        long[] expected = new long[values];
        for (int m = 0; m < members; m++) {
            int[] own = new int[values];
            for (int i = 0; i < values; i++) {
                own[i] = value.applyAsInt(i);
                expected[i] += own[i];
            }
            RlweSecret secret = RlweSecret.generate(new FixedRandom(m));
            RlweCipher.add(sum, cipher.encrypt(own, secret, new FixedRandom(1000 + m)));
            long[] key = secret.words();
            for (int i = 0; i < keys.length; i++) {
                keys[i] = PrimeField.add(keys[i], key[i]);
            }
        }

        assertThat(cipher.open(sum, values, RlweSecret.of(keys))).isEqualTo(expected);
    }

    @Test
    void withAKeyMissingTheSumLooksUniform() {
        RlweCipher cipher = new RlweCipher(new SlotPacking(20, 10), ROUND_SEED, 0);
        RlweSecret one = RlweSecret.generate(new FixedRandom(1));
        RlweSecret two = RlweSecret.generate(new FixedRandom(2));
        long[] sum = cipher.encrypt(new int[8192], one, new FixedRandom(3));
        RlweCipher.add(sum, cipher.encrypt(new int[8192], two, new FixedRandom(4)));

        long[] opened = cipher.open(sum, 8192, one);

        assertThat(ChiSquare.ofBytes(sum)).isLessThan(ChiSquare.limit(255));
        long[] counts = new long[256];
        for (long value : opened) {
            counts[(int) value & 0xFF]++;
        }
        double[] expected = new double[256];
        Arrays.fill(expected, opened.length / 256.0);
        assertThat(ChiSquare.of(counts, expected)).isLessThan(ChiSquare.limit(255));
    }

    /** What is on a topic today must open tomorrow. */
    @Test
    void ciphertextsStayAsTheyAre() throws Exception {
        RlweCipher cipher = new RlweCipher(new SlotPacking(20, 10), ROUND_SEED, 0);
        int[] values = new SplittableRandom(9).ints(9000, -1000, 1000).toArray();
        long[] ciphertext = cipher.encrypt(values, RlweSecret.generate(new FixedRandom(7)), new FixedRandom(8));
        ByteBuffer bytes = ByteBuffer.allocate(ciphertext.length * Long.BYTES);
        bytes.asLongBuffer().put(ciphertext);

        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array())))
                .isEqualTo("f37895926c8a60782d30edca5e4d4b72a7716733f962b0e396843501a7465164");
    }

    @Test
    void refusesWhatWouldSpoilTheSum() {
        RlweCipher cipher = new RlweCipher(new SlotPacking(20, 10), ROUND_SEED, 0);
        RlweSecret secret = RlweSecret.generate(new FixedRandom(1));
        long[] sum = new long[4096];
        long[] outside = new long[4096];
        outside[4095] = PrimeField.Q;
        long[] negative = new long[4096];
        negative[0] = -1;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> cipher.encrypt(new int[] {1 << 19}, secret, new FixedRandom(2)))
                .withMessageContaining("20 bits");
        assertThatIllegalArgumentException().isThrownBy(() -> RlweCipher.add(sum, outside));
        assertThatIllegalArgumentException().isThrownBy(() -> RlweCipher.add(sum, negative));
        assertThatIllegalArgumentException().isThrownBy(() -> RlweCipher.add(sum, new long[8192]));
        assertThatIllegalArgumentException().isThrownBy(() -> cipher.open(sum, 9000, secret));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SlotPacking(20, 1000))
                .withMessageContaining("fewer bits");
        assertThat(sum).containsOnly(0);
    }
}
