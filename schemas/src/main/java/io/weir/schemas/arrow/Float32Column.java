package io.weir.schemas.arrow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Codec F32. */
final class Float32Column extends FloatColumn {
    private final FloatBuffer values;

    Float32Column(byte[] bytes, int at, int length) {
        super(length);
        this.values = ByteBuffer.wrap(bytes, at, length * Float.BYTES)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
    }

    @Override
    float value(int index) {
        return values.get(index);
    }

    @Override
    void values(int from, int count, float[] target, int at) {
        values.get(from, target, at, count);
    }
}
