package io.weir.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The kernels of this machine against their scalar definition, bit for bit. */
class KernelsTest {
    private static final Kernels FASTEST = Kernels.fastest();
    private static final Kernels SCALAR = new ScalarKernels();

    @Test
    void vectorisedWhereTheMachineHasWideVectors() throws IOException {
        Path cpu = Path.of("/proc/cpuinfo");
        Assumptions.assumeTrue(
                Files.isReadable(cpu) && Files.readString(cpu).contains("avx2"),
                "this machine's vectors are narrow or unknown: the kernels may be scalar");
        assertThat(FASTEST.getClass().getSimpleName()).isEqualTo("VectorKernels");
    }

    @Property
    void decodesTheSameFloats(
            @ForAll long seed, @ForAll @IntRange(max = 300) int length, @ForAll @IntRange(max = 9) int at) {
        Random random = new Random(seed);
        byte[] in = new byte[at + length];
        random.nextBytes(in);
        float scale = spread(random);
        float[] expected = new float[length + 2];
        float[] actual = new float[length + 2];
        SCALAR.decodeInt8(in, at, scale, expected, 1, length);
        FASTEST.decodeInt8(in, at, scale, actual, 1, length);
        assertThat(actual).isEqualTo(expected);
    }

    @Property
    void addsTheSameSquares(@ForAll long seed, @ForAll @IntRange(max = 40) int eights) {
        Random random = new Random(seed);
        float[] x = values(random, eights * Kernels.LANES);
        double[] expected = random.doubles(Kernels.LANES).toArray();
        double[] actual = expected.clone();
        SCALAR.addSquares(x, x.length, expected);
        FASTEST.addSquares(x, x.length, actual);
        assertThat(actual).isEqualTo(expected);
    }

    @Property
    void addsTheSameTerms(
            @ForAll long seed,
            @ForAll @IntRange(max = 300) int length,
            @ForAll @LongRange(min = -(1L << 20), max = 1L << 20) long weight) {
        Random random = new Random(seed);
        float[] x = values(random, length);
        long[] expected = random.longs(length + 3L).toArray();
        long[] actual = expected.clone();
        double scale = random.nextDouble() * 0x1p40;
        SCALAR.addFixedPoint(x, length, weight, scale, expected, 2);
        FASTEST.addFixedPoint(x, length, weight, scale, actual, 2);
        assertThat(actual).isEqualTo(expected);
    }

    @Property
    void addsTheSameTermsOfBytesAsOfTheirFloats(
            @ForAll long seed,
            @ForAll @IntRange(max = 300) int length,
            @ForAll @IntRange(max = 9) int at,
            @ForAll @LongRange(min = -(1L << 20), max = 1L << 20) long weight) {
        Random random = new Random(seed);
        byte[] in = bytes(random, at + length);
        float factor = spread(random);
        double scale = random.nextDouble() * 0x1p40;
        long[] before = random.longs(length + 3L).toArray();
        float[] decoded = new float[length];
        SCALAR.decodeInt8(in, at, factor, decoded, 0, length);
        long[] expected = before.clone();
        SCALAR.addFixedPoint(decoded, length, weight, scale, expected, 2);
        for (Kernels kernels : List.of(SCALAR, FASTEST)) {
            long[] actual = before.clone();
            kernels.addInt8FixedPoint(in, at, factor, length, weight, scale, actual, 2);
            assertThat(actual).isEqualTo(expected);
        }
    }

    @Property
    void squaresOfBytesAddUpExactly(
            @ForAll long seed, @ForAll @IntRange(max = Kernels.SQUARES_MAX) int length, @ForAll @IntRange(max = 9) int at) {
        byte[] in = bytes(new Random(seed), at + length);
        int expected = IntStream.range(at, in.length).map(i -> in[i] * in[i]).sum();
        assertThat(SCALAR.sumOfSquares(in, at, length)).isEqualTo(expected);
        assertThat(FASTEST.sumOfSquares(in, at, length)).isEqualTo(expected);
    }

    @Test
    void theLargestSumOfSquaresIsExact() {
        byte[] in = new byte[Kernels.SQUARES_MAX];
        Arrays.fill(in, Byte.MIN_VALUE);
        in[0] = 1;
        assertThat(FASTEST.sumOfSquares(in, 0, in.length)).isEqualTo((Kernels.SQUARES_MAX - 1) * 128 * 128 + 1);
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Property(tries = 300)
    void addsTheSameProducts(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 17) int panels,
            @ForAll @IntRange(max = 9) int blocks,
            @ForAll @IntRange(max = 9) int more) {
        Random random = new Random(seed);
        int rows = panels * Kernels.PANEL;
        int columns = blocks * Kernels.COLUMNS;
        int width = columns + more;
        float[] x = values(random, rows * width);
        double[] turned = IntStream.range(0, x.length).mapToDouble(i -> x[i]).toArray();
        double[] expected = random.doubles(Kernels.productsOf(rows)).toArray();
        double[] actual = expected.clone();
        SCALAR.addProducts(turned, width, columns, rows, expected);
        FASTEST.addProducts(turned, width, columns, rows, actual);
        for (int i = 0; i < rows; i++) {
            int from = Kernels.productsOf(i);
            assertThat(Arrays.copyOfRange(actual, from, from + i + 1))
                    .isEqualTo(Arrays.copyOfRange(expected, from, from + i + 1));
        }
    }

    /** Of magnitudes below 2^10, many ties among them. */
    private static float[] values(Random random, int length) {
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = random.nextBoolean() ? spread(random) : (random.nextInt(2048) - 1024) * 0x1p-1f;
        }
        return x;
    }

    private static float spread(Random random) {
        return (float) Math.scalb(random.nextGaussian(), -random.nextInt(40));
    }
}
