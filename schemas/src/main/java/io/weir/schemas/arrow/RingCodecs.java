package io.weir.schemas.arrow;

import io.weir.schemas.arrow.internal.HeapBytes;
import io.weir.schemas.arrow.internal.IpcStreamReader;
import io.weir.schemas.arrow.internal.IpcStreamWriter;
import io.weir.schemas.arrow.internal.IpcStreamWriter.Frame;
import io.weir.schemas.arrow.internal.PayloadLayout;
import io.weir.wire.Codec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Objects;

/**
 * Hidden updates as Arrow IPC streams of one column, {@code words}: int32 for MASKED, an element of Z_2^32 each; int64 for
 * RLWE, an element of Z_q each, whole polynomials end to end. Checks as {@link ArrowCodecs} does.
 */
public final class RingCodecs {
    private static final List<Codec> SUPPORTED = List.of(Codec.MASKED, Codec.RLWE);
    private static final long LOW = 0xFFFF_FFFFL;

    private RingCodecs() {}

    /** The codecs that hide updates. */
    public static List<Codec> supported() {
        return SUPPORTED;
    }

    /**
     * Encodes {@code words[from .. from+length)}; of MASKED the low 32 bits.
     *
     * @throws PayloadException if the codec hides nothing
     */
    public static byte[] encode(Codec codec, long[] words, int from, int length) {
        Objects.checkFromIndexSize(from, length, words.length);
        PayloadLayout layout = layoutOf(codec);
        Frame frame = IpcStreamWriter.frame(layout, length);
        ByteBuffer column = littleEndian(frame.bytes(), frame.columnStart(0));
        if (layout == PayloadLayout.RING_64) {
            column.asLongBuffer().put(words, from, length);
        } else {
            IntBuffer ints = column.asIntBuffer();
            for (int i = 0; i < length; i++) {
                ints.put((int) words[from + i]);
            }
        }
        return frame.bytes();
    }

    /**
     * Decodes exactly {@code expectedLength} words into the beginning of {@code target}; of MASKED each in [0, 2^32).
     *
     * @throws PayloadException if the codec hides nothing or the payload is not exactly such a stream
     */
    public static void decode(Codec codec, ByteBuffer payload, int expectedLength, long[] target) {
        Objects.checkFromIndexSize(0, expectedLength, target.length);
        PayloadLayout layout = layoutOf(codec);
        HeapBytes heap = HeapBytes.of(payload);
        int[] starts = IpcStreamReader.columnStarts(layout, heap, expectedLength);
        ByteBuffer column = littleEndian(heap.array(), starts[0]);
        if (layout == PayloadLayout.RING_64) {
            column.asLongBuffer().get(target, 0, expectedLength);
        } else {
            IntBuffer ints = column.asIntBuffer();
            for (int i = 0; i < expectedLength; i++) {
                target[i] = ints.get(i) & LOW;
            }
        }
    }

    private static PayloadLayout layoutOf(Codec codec) {
        return switch (codec) {
            case MASKED -> PayloadLayout.RING_32;
            case RLWE -> PayloadLayout.RING_64;
            default -> throw new PayloadException("codec " + codec + " hides nothing; those that do are " + SUPPORTED);
        };
    }

    private static ByteBuffer littleEndian(byte[] bytes, int from) {
        return ByteBuffer.wrap(bytes, from, bytes.length - from).slice().order(ByteOrder.LITTLE_ENDIAN);
    }
}
