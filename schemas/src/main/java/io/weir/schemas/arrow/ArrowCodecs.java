package io.weir.schemas.arrow;

import io.weir.schemas.arrow.internal.FloatKernels;
import io.weir.schemas.arrow.internal.HeapBytes;
import io.weir.schemas.arrow.internal.IpcStreamReader;
import io.weir.schemas.arrow.internal.IpcStreamWriter;
import io.weir.schemas.arrow.internal.IpcStreamWriter.Frame;
import io.weir.schemas.arrow.internal.PayloadLayout;
import io.weir.wire.Codec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;

/**
 * Vectors as Arrow IPC streams: schema, one record batch, end-of-stream. Any Arrow reader understands them.
 *
 * <table>
 * <caption>Columns by codec; no column has nulls</caption>
 * <tr><th>codec</th><th>columns</th><th>precision of a finite value x</th></tr>
 * <tr><td>F32</td><td>{@code values}: float32</td><td>exact, NaN payloads and infinities included</td></tr>
 * <tr><td>F16</td><td>{@code values}: float16</td><td>relative 2^-11, below 2^-14 absolute 2^-25</td></tr>
 * <tr><td>BF16</td><td>{@code values}: uint16 with field metadata {@code weir.codec=BF16}</td><td>relative 2^-8</td></tr>
 * <tr><td>INT8</td><td>{@code values}: fixed_size_list&lt;int8&gt;[256], {@code scale}: float32; x = value * scale;
 * the last row is padded with zeros</td><td>absolute scale / 2</td></tr>
 * <tr><td>MASKED, RLWE</td><td>see {@link RingCodecs}</td><td></td></tr>
 * <tr><td>(sums)</td><td>{@code sums}: int64</td><td>exact</td></tr>
 * </table>
 *
 * <p>Rounding is to nearest, ties to even. F16 and BF16 carry NaN and infinities; a finite value beyond their range becomes
 * the largest finite value, never infinity. INT8 refuses to encode NaN and infinities.
 *
 * <p>Decoding trusts nothing: every offset and length is checked against the payload before a value is read, the target is
 * not touched when a check fails, and nothing is allocated in proportion to a number that the payload claims. The payload's
 * position and limit are left as they are. All methods are thread-safe.
 *
 * <p>Format: Apache Arrow columnar format 1.5, section "Encapsulated message format"; metadata version V5 (V4 is read too).
 */
public final class ArrowCodecs {
    /** Values that share one INT8 scale. */
    public static final int INT8_BLOCK_VALUES = PayloadLayout.INT8_BLOCK_VALUES;

    private static final List<Codec> SUPPORTED = List.of(Codec.F32, Codec.F16, Codec.BF16, Codec.INT8);

    private ArrowCodecs() {}

    /** The codecs that {@link #encodeFloats} and {@link #decodeFloats} know. */
    public static List<Codec> supported() {
        return SUPPORTED;
    }

    /**
     * Encodes {@code values[from .. from+length)}.
     *
     * @throws PayloadException if the codec is not supported, or is INT8 and a value is not finite
     * @throws IndexOutOfBoundsException if the range is not within {@code values}
     */
    public static byte[] encodeFloats(Codec codec, float[] values, int from, int length) {
        Objects.checkFromIndexSize(from, length, values.length);
        PayloadLayout layout = layoutOf(codec);
        Frame frame = IpcStreamWriter.frame(layout, length);
        byte[] bytes = frame.bytes();
        int at = frame.columnStart(0);
        switch (layout) {
            case F32 -> littleEndian(bytes, at).asFloatBuffer().put(values, from, length);
            case F16 -> FloatKernels.encodeHalf(values, from, length, bytes, at);
            case BF16 -> FloatKernels.encodeBrain(values, from, length, bytes, at);
            case INT8 -> FloatKernels.encodeInt8(values, from, length, bytes, at, frame.columnStart(1));
            case SUMS, RING_32, RING_64 -> throw new AssertionError(layout);
        }
        return bytes;
    }

    /**
     * Decodes exactly {@code expectedLength} values into {@code target[targetFrom ..)}.
     *
     * @throws PayloadException if the codec is not supported or the payload is not exactly such a stream
     * @throws IndexOutOfBoundsException if the range is not within {@code target}
     */
    public static void decodeFloats(
            Codec codec, ByteBuffer payload, int expectedLength, float[] target, int targetFrom) {
        Objects.checkFromIndexSize(targetFrom, expectedLength, target.length);
        floats(codec, payload, expectedLength).decode(0, expectedLength, target, targetFrom);
    }

    /**
     * The payload's values, to be decoded when they are asked for. A payload on the heap is not copied.
     *
     * @throws PayloadException if the codec is not supported or the payload is not exactly such a stream
     */
    public static FloatColumn floats(Codec codec, ByteBuffer payload, int expectedLength) {
        PayloadLayout layout = layoutOf(codec);
        HeapBytes heap = HeapBytes.of(payload);
        int[] starts = IpcStreamReader.columnStarts(layout, heap, expectedLength);
        byte[] bytes = heap.array();
        return switch (layout) {
            case F32 -> new Float32Column(bytes, starts[0], expectedLength);
            case F16, BF16 -> new NarrowColumn(bytes, starts[0], expectedLength, layout == PayloadLayout.BF16);
            case INT8 -> new Int8Column(bytes, starts[0], starts[1], expectedLength);
            case SUMS, RING_32, RING_64 -> throw new AssertionError(layout);
        };
    }

    /**
     * Encodes {@code values[from .. from+length)} as exact int64.
     *
     * @throws IndexOutOfBoundsException if the range is not within {@code values}
     */
    public static byte[] encodeLongs(long[] values, int from, int length) {
        Objects.checkFromIndexSize(from, length, values.length);
        Frame frame = IpcStreamWriter.frame(PayloadLayout.SUMS, length);
        littleEndian(frame.bytes(), frame.columnStart(0)).asLongBuffer().put(values, from, length);
        return frame.bytes();
    }

    /**
     * Decodes exactly {@code expectedLength} int64 values into {@code target[targetFrom ..)}.
     *
     * @throws PayloadException if the payload is not exactly such a stream
     * @throws IndexOutOfBoundsException if the range is not within {@code target}
     */
    public static void decodeLongs(ByteBuffer payload, int expectedLength, long[] target, int targetFrom) {
        Objects.checkFromIndexSize(targetFrom, expectedLength, target.length);
        HeapBytes heap = HeapBytes.of(payload);
        int[] starts = IpcStreamReader.columnStarts(PayloadLayout.SUMS, heap, expectedLength);
        littleEndian(heap.array(), starts[0]).asLongBuffer().get(target, targetFrom, expectedLength);
    }

    private static PayloadLayout layoutOf(Codec codec) {
        return switch (codec) {
            case F32 -> PayloadLayout.F32;
            case F16 -> PayloadLayout.F16;
            case BF16 -> PayloadLayout.BF16;
            case INT8 -> PayloadLayout.INT8;
            case UNKNOWN, INT4, TOPK, SIGN, MASKED, RLWE ->
                throw new PayloadException(
                        "codec " + codec + " is not supported yet by this build; supported are " + SUPPORTED);
        };
    }

    private static ByteBuffer littleEndian(byte[] bytes, int from) {
        return ByteBuffer.wrap(bytes, from, bytes.length - from).slice().order(ByteOrder.LITTLE_ENDIAN);
    }
}
