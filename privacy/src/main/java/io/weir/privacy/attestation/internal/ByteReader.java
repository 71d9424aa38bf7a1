package io.weir.privacy.attestation.internal;

import io.weir.privacy.attestation.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** Reads little-endian fields in their order; a field beyond the end is a refusal that names it. */
final class ByteReader {
    private final ByteBuffer bytes;

    ByteReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    int position() {
        return bytes.position();
    }

    int remaining() {
        return bytes.remaining();
    }

    int u8(String field) throws Refusal {
        need(field, Byte.BYTES);
        return Byte.toUnsignedInt(bytes.get());
    }

    int u16(String field) throws Refusal {
        need(field, Short.BYTES);
        return Short.toUnsignedInt(bytes.getShort());
    }

    long u32(String field) throws Refusal {
        need(field, Integer.BYTES);
        return Integer.toUnsignedLong(bytes.getInt());
    }

    long u64(String field) throws Refusal {
        need(field, Long.BYTES);
        return bytes.getLong();
    }

    byte[] bytes(String field, long length) throws Refusal {
        need(field, length);
        byte[] read = new byte[(int) length];
        bytes.get(read);
        return read;
    }

    void skip(String field, int length) throws Refusal {
        need(field, length);
        bytes.position(bytes.position() + length);
    }

    private void need(String field, long length) throws Refusal {
        if (length > bytes.remaining()) {
            throw new Refusal(
                    Reason.MALFORMED_EVIDENCE,
                    "the evidence ends inside '" + field + "', which needs " + length + " bytes at offset "
                            + bytes.position() + ", but " + bytes.remaining()
                            + " are left: it was cut off, or is no report or quote",
                    Map.of(
                            "needed", length,
                            "offset", (long) bytes.position(),
                            "left", (long) bytes.remaining()));
        }
    }
}
