package io.weir.schemas.serde.internal;

import java.io.OutputStream;
import java.util.Objects;

/** First counts what is written to it, then takes the same bytes into an array of just that size. */
public final class ExactOutput extends OutputStream {
    private byte[] bytes;
    private int size;

    /** From now on bytes are kept, behind {@code prefix} bytes that the caller fills. */
    public byte[] keep(int prefix) {
        bytes = new byte[Math.addExact(prefix, size)];
        size = prefix;
        return bytes;
    }

    public boolean isFull() {
        return size == bytes.length;
    }

    @Override
    public void write(int b) {
        if (bytes != null) {
            bytes[size] = (byte) b;
        }
        size = Math.addExact(size, 1);
    }

    @Override
    public void write(byte[] source, int from, int length) {
        Objects.checkFromIndexSize(from, length, source.length);
        if (bytes != null) {
            System.arraycopy(source, from, bytes, size, length);
        }
        size = Math.addExact(size, length);
    }
}
