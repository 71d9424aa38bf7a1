package io.weir.schemas.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.wire.Codec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns read in place, against the same payloads decoded at once. */
class FloatColumnTest {
    private static final int LENGTH_MAX = 2600;

    @Provide
    Arbitrary<Codec> codecs() {
        return Arbitraries.of(ArrowCodecs.supported());
    }

    @Property
    void whateverIsDecodedHasTheSameBits(
            @ForAll("codecs") Codec codec,
            @ForAll @IntRange(max = LENGTH_MAX) int length,
            @ForAll long seed,
            @ForAll @IntRange(max = 9) int at) {
        Random random = new Random(seed);
        byte[] payload = ArrowCodecs.encodeFloats(codec, values(random, length), 0, length);
        float[] whole = decoded(codec, payload, length);
        FloatColumn column = ArrowCodecs.floats(codec, ByteBuffer.wrap(payload), length);
        int from = random.nextInt(length + 1);
        int count = random.nextInt(length - from + 1);
        float[] part = new float[at + count];

        column.decode(from, count, part, at);

        assertThat(Arrays.copyOfRange(part, at, at + count)).isEqualTo(Arrays.copyOfRange(whole, from, from + count));
        assertThat(Arrays.copyOf(part, at)).isEqualTo(new float[at]);
        for (int i = 0; i < length; i++) {
            assertThat(column.get(i)).isEqualTo(whole[i]);
        }
    }

    @Property
    void aSumHasTheBitsOfTheDecodedValuesSum(
            @ForAll("codecs") Codec codec, @ForAll @IntRange(max = LENGTH_MAX) int length, @ForAll long seed) {
        Random random = new Random(seed);
        byte[] payload = ArrowCodecs.encodeFloats(codec, values(random, length), 0, length);
        float[] whole = decoded(codec, payload, length);
        long[] sums = random.longs(length + 1L).toArray();
        long[] expected = sums.clone();
        double scale = (1 + random.nextInt(3)) * 0x1p20 / 3;
        for (int i = 0; i < length; i++) {
            expected[i] += -7 * (long) Math.rint(whole[i] * scale);
        }

        ArrowCodecs.floats(codec, ByteBuffer.wrap(payload), length).addFixedPoint(-7, scale, sums);

        assertThat(sums).isEqualTo(expected);
    }

    @Property
    void theSquaredNormIsThatOfTheDecodedValues(
            @ForAll("codecs") Codec codec, @ForAll @IntRange(max = LENGTH_MAX) int length, @ForAll long seed) {
        byte[] payload = ArrowCodecs.encodeFloats(codec, values(new Random(seed), length), 0, length);
        double expected = 0;
        for (float value : decoded(codec, payload, length)) {
            expected += (double) value * value;
        }

        double norm =
                ArrowCodecs.floats(codec, ByteBuffer.wrap(payload), length).squaredNorm();

        // Float32 rounds a decoded INT8 value to 2^-24 of it.
        double relative = codec == Codec.INT8 ? 0x1p-23 : 1e-13;
        assertThat(norm).isCloseTo(expected, within(relative * expected));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void anInt8ScaleThatIsNotFiniteShowsInTheNormEvenIfAllBytesAreZero(float bad) {
        int length = 600;
        byte[] payload = ArrowCodecs.encodeFloats(Codec.INT8, new float[length], 0, length);

        assertThat(withLastScale(payload, bad, length).squaredNorm()).isNaN();
    }

    @Test
    void int8ValuesThatOverflowWhenTheyAreDecodedMakeTheNormInfinite() {
        int length = 600;
        float[] values = new float[length];
        values[length - 1] = 1;
        byte[] payload = ArrowCodecs.encodeFloats(Codec.INT8, values, 0, length);

        assertThat(withLastScale(payload, Float.MAX_VALUE, length).squaredNorm())
                .isInfinite();
        assertThat(withLastScale(payload, Float.MAX_VALUE / 256, length).squaredNorm())
                .isFinite()
                .isGreaterThan(Float.MAX_VALUE);
    }

    @Test
    void whatIsNotThereCannotBeRead() {
        FloatColumn column = ArrowCodecs.floats(
                Codec.INT8, ByteBuffer.wrap(ArrowCodecs.encodeFloats(Codec.INT8, new float[3], 0, 3)), 3);

        assertThatThrownBy(() -> column.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> column.decode(2, 2, new float[9], 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> column.decode(0, 3, new float[3], 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> column.addFixedPoint(1, 1, new long[2])).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> FloatColumn.of(new float[3], 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** The same column as it is after its payload's last scale has become another one. */
    private static FloatColumn withLastScale(byte[] payload, float scale, int length) {
        float before = 0;
        for (float value : decoded(Codec.INT8, payload, length)) {
            before = Math.max(before, value);
        }
        // Scales stand before the end-of-stream mark, padded to 64 bytes; the last is the third of three.
        ByteBuffer bytes = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        int at = payload.length - Long.BYTES - 64 + 2 * Float.BYTES;
        assertThat(bytes.getFloat(at) * 127).isEqualTo(before);
        bytes.putFloat(at, scale);
        return ArrowCodecs.floats(Codec.INT8, ByteBuffer.wrap(payload), length);
    }

    private static float[] decoded(Codec codec, byte[] payload, int length) {
        float[] values = new float[length];
        ArrowCodecs.decodeFloats(codec, ByteBuffer.wrap(payload), length, values, 0);
        return values;
    }

    /** As of an update: small, of either sign, some of them zero. */
    private static float[] values(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextInt(9) == 0 ? 0 : (float) random.nextGaussian();
        }
        return values;
    }
}
