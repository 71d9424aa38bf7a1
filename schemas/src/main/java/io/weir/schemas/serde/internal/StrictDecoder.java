package io.weir.schemas.serde.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroTypeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Avro binary from an array, checked before anything is allocated: no length may exceed the bytes that are left, and all arrays
 * and maps together may not have more items than the record has bytes.
 *
 * <p>Long {@code bytes} values are views of the array, so a payload is not copied; short ones are copied, so that keeping a
 * hash does not keep the whole record. Source: Avro 1.12 specification, "Binary Encoding".
 */
public final class StrictDecoder extends Decoder {
    static final int COPY_MAX_BYTES = 4096;

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final byte[] bytes;
    private int position;
    private long itemsLeft;

    public StrictDecoder(byte[] bytes, int from) {
        this.bytes = bytes;
        this.position = from;
        this.itemsLeft = remainingBytes();
    }

    @Override
    public int remainingBytes() {
        return bytes.length - position;
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() throws IOException {
        int value = bytes[take(1)];
        if (value != 0 && value != 1) {
            throw new AvroTypeException("a boolean has the value " + value);
        }
        return value == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) {
            throw new AvroTypeException("an int is out of range");
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        long zigzag = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte b = bytes[take(1)];
            zigzag |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return zigzag >>> 1 ^ -(zigzag & 1);
            }
        }
        throw new AvroTypeException("a number has more than 10 bytes");
    }

    @Override
    public float readFloat() throws IOException {
        int at = take(Float.BYTES);
        int bits = 0;
        for (int i = Float.BYTES - 1; i >= 0; i--) {
            bits = bits << 8 | (bytes[at + i] & 0xFF);
        }
        return Float.intBitsToFloat(bits);
    }

    @Override
    public double readDouble() throws IOException {
        int at = take(Double.BYTES);
        long bits = 0;
        for (int i = Double.BYTES - 1; i >= 0; i--) {
            bits = bits << 8 | (bytes[at + i] & 0xFF);
        }
        return Double.longBitsToDouble(bits);
    }

    @Override
    public Utf8 readString(Utf8 old) throws IOException {
        return new Utf8(readString());
    }

    @Override
    public String readString() throws IOException {
        int length = readLength();
        return length == 0 ? "" : new String(bytes, take(length), length, StandardCharsets.UTF_8);
    }

    @Override
    public void skipString() throws IOException {
        take(readLength());
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer old) throws IOException {
        int length = readLength();
        if (length == 0) {
            return EMPTY;
        }
        int at = take(length);
        ByteBuffer view = ByteBuffer.wrap(bytes, at, length).slice();
        return length > COPY_MAX_BYTES
                ? view
                : ByteBuffer.allocate(length).put(view).flip();
    }

    @Override
    public void skipBytes() throws IOException {
        take(readLength());
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws IOException {
        System.arraycopy(bytes, take(length), target, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        take(length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return readBlock();
    }

    @Override
    public long arrayNext() throws IOException {
        return readBlock();
    }

    @Override
    public long skipArray() throws IOException {
        return skipBlocks();
    }

    @Override
    public long readMapStart() throws IOException {
        return readBlock();
    }

    @Override
    public long mapNext() throws IOException {
        return readBlock();
    }

    @Override
    public long skipMap() throws IOException {
        return skipBlocks();
    }

    private long readBlock() throws IOException {
        long count = readLong();
        if (count < 0) {
            // The block's size in bytes follows, for those who want to skip it.
            take(0, readLong());
            count = -count;
        }
        return checkCount(count);
    }

    private long skipBlocks() throws IOException {
        long count = readLong();
        while (count < 0) {
            long sizeBytes = readLong();
            take((int) Math.min(sizeBytes, Integer.MAX_VALUE), sizeBytes);
            count = readLong();
        }
        return checkCount(count);
    }

    private long checkCount(long count) throws EOFException {
        if (count < 0 || count > remainingBytes() || count > itemsLeft) {
            throw new EOFException("a block claims " + count + " items, " + remainingBytes() + " bytes are left");
        }
        itemsLeft -= count;
        return count;
    }

    private int readLength() throws IOException {
        long length = readLong();
        if (length < 0 || length > remainingBytes()) {
            throw new EOFException("a value claims " + length + " bytes, " + remainingBytes() + " are left");
        }
        return (int) length;
    }

    private int take(int length) throws EOFException {
        return take(length, length);
    }

    /** Index of the next {@code length} bytes, once {@code claimed} bytes are known to be there. */
    private int take(int length, long claimed) throws EOFException {
        if (claimed < 0 || claimed > remainingBytes()) {
            throw new EOFException("the record ends " + (claimed - remainingBytes()) + " bytes too early");
        }
        int at = position;
        position += length;
        return at;
    }
}
