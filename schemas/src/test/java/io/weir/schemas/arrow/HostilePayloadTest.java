package io.weir.schemas.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.weir.wire.Codec;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostilePayloadTest {
    static final int LENGTH = 300;

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"F32", "F16", "BF16", "INT8"})
    void everyTruncationIsRefused(Codec codec) {
        byte[] payload = payload(codec);

        for (int length = 0; length < payload.length; length++) {
            ByteBuffer truncated = ByteBuffer.wrap(payload, 0, length);
            assertThatThrownBy(() -> ArrowCodecs.decodeFloats(codec, truncated, LENGTH, new float[LENGTH], 0))
                    .as("first %d bytes", length)
                    .isInstanceOf(PayloadException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"F32", "F16", "BF16", "INT8"})
    void bytesAfterTheEndAreRefused(Codec codec) {
        byte[] payload = payload(codec);
        byte[] longer = Arrays.copyOf(payload, payload.length + 1);

        assertThatThrownBy(() -> ArrowCodecs.decodeFloats(codec, ByteBuffer.wrap(longer), LENGTH, new float[LENGTH], 0))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("1 bytes follow");
    }

    /** Every value of every byte in front of the numbers: only a PayloadException may come out, and little memory is taken. */
    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"F32", "INT8"})
    void anyChangedMetadataByteIsReadOrRefused(Codec codec) {
        byte[] payload = payload(codec);
        float[] target = new float[LENGTH];
        // Without values, a stream is its metadata and the end-of-stream mark.
        int end = ArrowCodecs.encodeFloats(codec, new float[0], 0, 0).length;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long worstBytes = 0;

        for (int at = 0; at < end; at++) {
            byte original = payload[at];
            for (int value = 0; value < 256; value++) {
                payload[at] = (byte) value;
                long before = threads.getCurrentThreadAllocatedBytes();
                assertReadOrRefused(codec, payload, target);
                worstBytes = Math.max(worstBytes, threads.getCurrentThreadAllocatedBytes() - before);
            }
            payload[at] = original;
        }

        assertThat(worstBytes).isLessThan(2_000_000);
    }

    @Test
    void anotherLengthThanExpectedIsRefusedAndTheTargetIsNotTouched() {
        ByteBuffer payload = ByteBuffer.wrap(payload(Codec.F32));
        float[] target = new float[LENGTH + 1];

        assertThatThrownBy(() -> ArrowCodecs.decodeFloats(Codec.F32, payload, LENGTH + 1, target, 0))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("300 rows, expected 301");
        assertThat(target).containsOnly(0);
    }

    @Test
    void anotherCodecThanTheOneNamedIsRefused() {
        for (Codec written : ArrowCodecs.supported()) {
            for (Codec read : ArrowCodecs.supported()) {
                if (read != written) {
                    assertThatThrownBy(() -> ArrowCodecs.decodeFloats(
                                    read, ByteBuffer.wrap(payload(written)), LENGTH, new float[LENGTH], 0))
                            .as("%s as %s", written, read)
                            .isInstanceOf(PayloadException.class);
                }
            }
        }
    }

    @Test
    void floatsAreNotSums() {
        ByteBuffer payload = ByteBuffer.wrap(payload(Codec.F32));

        assertThatThrownBy(() -> ArrowCodecs.decodeLongs(payload, LENGTH, new long[LENGTH], 0))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("column sums");
    }

    @Test
    void absurdMetadataSizeIsRefused() {
        byte[] payload = payload(Codec.F32);
        ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).putInt(4, Integer.MAX_VALUE - 7);

        assertThatThrownBy(() ->
                        ArrowCodecs.decodeFloats(Codec.F32, ByteBuffer.wrap(payload), LENGTH, new float[LENGTH], 0))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("metadata of 2147483640 bytes");
    }

    @Test
    void int8PaddingMustBeZero() {
        float[] ones = new float[LENGTH];
        Arrays.fill(ones, 1);
        byte[] payload = ArrowCodecs.encodeFloats(Codec.INT8, ones, 0, LENGTH);
        int lastValue = payload.length - 1;
        while (payload[lastValue] != 127 || payload[lastValue - 1] != 127) {
            lastValue--;
        }
        payload[lastValue + 1] = 1;

        assertThatThrownBy(() ->
                        ArrowCodecs.decodeFloats(Codec.INT8, ByteBuffer.wrap(payload), LENGTH, new float[LENGTH], 0))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("padding");
    }

    static void assertReadOrRefused(Codec codec, byte[] payload, float[] target) {
        try {
            ArrowCodecs.decodeFloats(codec, ByteBuffer.wrap(payload), LENGTH, target, 0);
        } catch (PayloadException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    static byte[] payload(Codec codec) {
        float[] values = new float[LENGTH];
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < LENGTH; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return ArrowCodecs.encodeFloats(codec, values, 0, LENGTH);
    }
}
