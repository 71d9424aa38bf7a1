package io.weir.schemas.serde.internal;

/** Confluent's frame: magic byte 0, schema id as four bytes big-endian, Avro binary. */
public final class WireFrame {
    public static final byte MAGIC = 0;
    public static final int BYTES = 1 + Integer.BYTES;

    private WireFrame() {}
}
