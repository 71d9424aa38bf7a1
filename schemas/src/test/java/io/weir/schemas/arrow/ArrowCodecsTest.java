package io.weir.schemas.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.wire.Codec;
import java.nio.ByteBuffer;
import org.apache.arrow.memory.util.Float16;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrowCodecsTest {

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"F32", "F16", "BF16"})
    void nonFiniteValuesSurvive(Codec codec) {
        float[] values = {
            Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.intBitsToFloat(0x7F80_0001), -0f
        };

        float[] decoded = roundTrip(codec, values);

        assertThat(decoded[0]).isNaN();
        assertThat(decoded[1]).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(decoded[2]).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(decoded[3]).isNaN();
        assertThat(Float.floatToRawIntBits(decoded[4])).isEqualTo(Float.floatToRawIntBits(-0f));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void int8RefusesNonFiniteValues(float value) {
        float[] values = new float[700];
        values[613] = value;

        assertThatThrownBy(() -> ArrowCodecs.encodeFloats(Codec.INT8, values, 13, 687))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("at index 600");
    }

    @Test
    void finiteValuesBeyondTheRangeBecomeTheLargestFiniteValue() {
        float[] values = {Float.MAX_VALUE, -Float.MAX_VALUE, 65519.9f, 65520f, -1e6f};

        float[] half = roundTrip(Codec.F16, values);
        float[] brain = roundTrip(Codec.BF16, values);

        assertThat(half).containsExactly(65504f, -65504f, 65504f, 65504f, -65504f);
        assertThat(brain[0]).isEqualTo(0x1.fep127f);
        assertThat(brain[1]).isEqualTo(-0x1.fep127f);
    }

    /** Byte -128 too, which our encoder never writes and another may. */
    @Test
    void everyInt8DecodesToItselfTimesTheScale() {
        float scale = 0.1f;
        float[] values = new float[255];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i - 127) * scale;
        }
        byte[] payload = ArrowCodecs.encodeFloats(Codec.INT8, values, 0, values.length);
        int first = 0;
        while (payload[first] != -127 || payload[first + 1] != -126 || payload[first + 2] != -125) {
            first++;
        }
        payload[first + 1] = -128;

        float[] decoded = new float[values.length];
        ArrowCodecs.decodeFloats(Codec.INT8, ByteBuffer.wrap(payload), decoded.length, decoded, 0);

        values[1] = -128 * scale;
        assertThat(decoded).containsExactly(values);
    }

    @Test
    void int8SurvivesTheLargestAndTheSmallestMagnitudes() {
        float[] large = {Float.MAX_VALUE, -Float.MAX_VALUE, 0};
        float[] small = {Float.MIN_VALUE, -Float.MIN_VALUE * 200, 0};

        assertThat(roundTrip(Codec.INT8, large)).containsExactly(large, org.assertj.core.data.Offset.offset(1e33f));
        assertThat(roundTrip(Codec.INT8, small))
                .containsExactly(small, org.assertj.core.data.Offset.offset(Float.MIN_VALUE));
    }

    /** Arrow's own conversion is the witness. */
    @Test
    void everyHalfFloatDecodesToItsValueAndEncodesToItself() {
        float[] values = new float[1 << 16];
        for (int bits = 0; bits < values.length; bits++) {
            values[bits] = Float16.toFloat((short) bits);
        }

        float[] decoded = roundTrip(Codec.F16, values);

        for (int bits = 0; bits < values.length; bits++) {
            if (Float.isNaN(values[bits])) {
                assertThat(decoded[bits]).isNaN();
            } else {
                assertThat(Float.floatToRawIntBits(decoded[bits])).isEqualTo(Float.floatToRawIntBits(values[bits]));
            }
        }
    }

    /** Half-way points between neighbours go to the even one; anything nearer to one of them goes there. */
    @Test
    void halfFloatsAreRoundedToNearestEven() {
        int count = 0x7BFF;
        float[] ties = new float[count];
        float[] above = new float[count];
        float[] below = new float[count];
        for (int bits = 0; bits < count; bits++) {
            ties[bits] = (Float16.toFloat((short) bits) + Float16.toFloat((short) (bits + 1))) / 2;
            above[bits] = Math.nextUp(ties[bits]);
            below[bits] = Math.nextDown(ties[bits]);
        }

        float[] fromTies = roundTrip(Codec.F16, ties);
        float[] fromAbove = roundTrip(Codec.F16, above);
        float[] fromBelow = roundTrip(Codec.F16, below);

        for (int bits = 0; bits < count; bits++) {
            int even = bits % 2 == 0 ? bits : bits + 1;
            assertThat(fromTies[bits]).isEqualTo(Float16.toFloat((short) even));
            assertThat(fromAbove[bits]).isEqualTo(Float16.toFloat((short) (bits + 1)));
            assertThat(fromBelow[bits]).isEqualTo(Float16.toFloat((short) bits));
        }
    }

    @Test
    void brainFloatsAreRoundedToNearestEven() {
        float[] values = {
            Float.intBitsToFloat(0x3F80_8000), Float.intBitsToFloat(0x3F81_8000), Float.intBitsToFloat(0x3F80_8001)
        };

        float[] decoded = roundTrip(Codec.BF16, values);

        assertThat(decoded)
                .containsExactly(
                        Float.intBitsToFloat(0x3F80_0000),
                        Float.intBitsToFloat(0x3F82_0000),
                        Float.intBitsToFloat(0x3F81_0000));
    }

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"UNKNOWN", "INT4", "TOPK", "SIGN", "MASKED", "RLWE"})
    void otherCodecsAreRefusedWithTheListOfThoseSupported(Codec codec) {
        ByteBuffer payload = ByteBuffer.wrap(ArrowCodecs.encodeFloats(Codec.F32, new float[1], 0, 1));

        assertThatThrownBy(() -> ArrowCodecs.encodeFloats(codec, new float[1], 0, 1))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining(
                        codec + " is not supported yet by this build; supported are [F32, F16, BF16, INT8]");
        assertThatThrownBy(() -> ArrowCodecs.decodeFloats(codec, payload, 1, new float[1], 0))
                .isInstanceOf(PayloadException.class);
    }

    @Test
    void decodesFromTheMiddleOfABufferAndLeavesItsPositionAlone() {
        byte[] payload = ArrowCodecs.encodeFloats(Codec.F16, new float[] {1, 2, 3}, 0, 3);
        ByteBuffer larger = ByteBuffer.allocate(payload.length + 20).position(7);
        larger.put(payload).flip().position(7);
        float[] target = new float[5];

        ArrowCodecs.decodeFloats(Codec.F16, larger, 3, target, 1);

        assertThat(target).containsExactly(0, 1, 2, 3, 0);
        assertThat(larger.position()).isEqualTo(7);
        assertThat(larger.remaining()).isEqualTo(payload.length);
    }

    @Test
    void decodesDirectAndReadOnlyBuffers() {
        byte[] payload = ArrowCodecs.encodeFloats(Codec.INT8, new float[] {127, -64}, 0, 2);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(payload.length).put(payload).flip();
        float[] fromDirect = new float[2];
        float[] fromReadOnly = new float[2];

        ArrowCodecs.decodeFloats(Codec.INT8, direct, 2, fromDirect, 0);
        ArrowCodecs.decodeFloats(Codec.INT8, ByteBuffer.wrap(payload).asReadOnlyBuffer(), 2, fromReadOnly, 0);

        assertThat(fromDirect).containsExactly(127, -64);
        assertThat(fromReadOnly).containsExactly(127, -64);
    }

    @Test
    void valuesStartAtMultiplesOf64Bytes() {
        byte[] payload = ArrowCodecs.encodeLongs(new long[] {0x0123456789ABCDEFL}, 0, 1);

        int at = 0;
        while (ByteBuffer.wrap(payload).order(java.nio.ByteOrder.LITTLE_ENDIAN).getLong(at) != 0x0123456789ABCDEFL) {
            at += 8;
        }

        assertThat(at % 64).isZero();
    }

    private static float[] roundTrip(Codec codec, float[] values) {
        float[] decoded = new float[values.length];
        ArrowCodecs.decodeFloats(
                codec,
                ByteBuffer.wrap(ArrowCodecs.encodeFloats(codec, values, 0, values.length)),
                values.length,
                decoded,
                0);
        return decoded;
    }
}
