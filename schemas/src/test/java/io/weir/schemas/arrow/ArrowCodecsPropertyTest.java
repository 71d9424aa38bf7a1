package io.weir.schemas.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.wire.Codec;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ArrowCodecsPropertyTest {
    private static final double F16_MAX = 65504;
    private static final double F16_SMALLEST_NORMAL = 0x1p-14;

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.oneOf(
                Arbitraries.of(0, 1, 2, 7, 8, 9, 63, 64, 65, 255, 256, 257, 511, 512, 513, 1025),
                Arbitraries.integers().between(0, 3000));
    }

    @Property(tries = 500)
    void f32ReturnsEveryBit(@ForAll("lengths") int length, @ForAll long seed, @ForAll @IntRange(max = 5) int offset) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[offset + length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt());
        }

        float[] decoded = roundTrip(Codec.F32, values, offset, length);

        for (int i = 0; i < length; i++) {
            assertThat(Float.floatToRawIntBits(decoded[i])).isEqualTo(Float.floatToRawIntBits(values[offset + i]));
        }
    }

    @Property(tries = 500)
    void longsReturnExactly(@ForAll("lengths") int length, @ForAll long seed) {
        long[] values = new SplittableRandom(seed).longs(length).toArray();
        long[] decoded = new long[length];

        ArrowCodecs.decodeLongs(ByteBuffer.wrap(ArrowCodecs.encodeLongs(values, 0, length)), length, decoded, 0);

        assertThat(decoded).isEqualTo(values);
    }

    @Property(tries = 500)
    void bf16IsWithinItsRelativeError(@ForAll("lengths") int length, @ForAll long seed) {
        float[] values = finite(length, seed);

        float[] decoded = roundTrip(Codec.BF16, values, 0, length);

        for (int i = 0; i < length; i++) {
            double subnormalStep = Float.MIN_NORMAL * 0x1p-8;
            double bound = Math.max(Math.abs(values[i]) * 0x1p-8, subnormalStep);
            assertThat(Math.abs((double) decoded[i] - values[i])).isLessThanOrEqualTo(bound);
            assertThat(Math.copySign(1f, decoded[i])).isEqualTo(Math.copySign(1f, values[i]));
        }
    }

    @Property(tries = 500)
    void f16IsWithinItsErrorOrAtItsLimit(@ForAll("lengths") int length, @ForAll long seed) {
        float[] values = finite(length, seed);

        float[] decoded = roundTrip(Codec.F16, values, 0, length);

        for (int i = 0; i < length; i++) {
            double magnitude = Math.abs((double) values[i]);
            if (magnitude >= F16_MAX) {
                assertThat((double) decoded[i]).isEqualTo(Math.copySign(F16_MAX, values[i]));
            } else {
                double bound = magnitude < F16_SMALLEST_NORMAL ? 0x1p-25 : magnitude * 0x1p-11;
                assertThat(Math.abs((double) decoded[i] - values[i])).isLessThanOrEqualTo(bound);
            }
        }
    }

    @Property(tries = 500)
    void int8IsWithinHalfAScale(
            @ForAll("lengths") int length, @ForAll long seed, @ForAll @IntRange(min = -149, max = 127) int exponent) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (random.nextDouble(-1, 1) * Math.scalb(1.0, exponent));
        }

        float[] decoded = roundTrip(Codec.INT8, values, 0, length);

        for (int start = 0; start < length; start += ArrowCodecs.INT8_BLOCK_VALUES) {
            int end = Math.min(length, start + ArrowCodecs.INT8_BLOCK_VALUES);
            double max = 0;
            for (int i = start; i < end; i++) {
                max = Math.max(max, Math.abs((double) values[i]));
            }
            // The scale is a float32: at most one step of its grid above the exact quotient.
            double scale = max / 127 + Math.ulp((float) (max / 127));
            for (int i = start; i < end; i++) {
                assertThat(Math.abs((double) decoded[i] - values[i]))
                        .isLessThanOrEqualTo(scale / 2 + Math.ulp(values[i]));
            }
        }
    }

    @Property(tries = 400)
    void encodingIsDeterministic(@ForAll("lengths") int length, @ForAll long seed) {
        float[] values = finite(length, seed);

        for (Codec codec : ArrowCodecs.supported()) {
            assertThat(ArrowCodecs.encodeFloats(codec, values, 0, length))
                    .isEqualTo(ArrowCodecs.encodeFloats(codec, values.clone(), 0, length));
        }
    }

    /** Finite values of every magnitude: the exponent is uniform. */
    private static float[] finite(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            values[i] = Float.isFinite(value) && Math.abs(value) < 0x1.fep127f ? value : 1f;
        }
        return values;
    }

    private static float[] roundTrip(Codec codec, float[] values, int from, int length) {
        byte[] payload = ArrowCodecs.encodeFloats(codec, values, from, length);
        float[] decoded = new float[length];
        ArrowCodecs.decodeFloats(codec, ByteBuffer.wrap(payload), length, decoded, 0);
        return decoded;
    }
}
