package io.weir.schemas.arrow;

import io.weir.schemas.arrow.internal.PayloadLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Codec INT8: norm and sums are taken from the bytes as they are. */
final class Int8Column extends FloatColumn {
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK = PayloadLayout.INT8_BLOCK_VALUES;
    /** Of the largest magnitude that a byte has. */
    private static final float MAGNITUDE_MAX = 128;

    private final byte[] bytes;
    private final int valuesAt;
    private final int scalesAt;

    Int8Column(byte[] bytes, int valuesAt, int scalesAt, int length) {
        super(length);
        this.bytes = bytes;
        this.valuesAt = valuesAt;
        this.scalesAt = scalesAt;
    }

    private float scale(int block) {
        return (float) FLOAT.get(bytes, scalesAt + Float.BYTES * block);
    }

    @Override
    float value(int index) {
        return bytes[valuesAt + index] * scale(index / BLOCK);
    }

    @Override
    void values(int from, int count, float[] target, int at) {
        int end = from + count;
        for (int i = from; i < end; ) {
            int ofBlock = Math.min(BLOCK - i % BLOCK, end - i);
            KERNELS.decodeInt8(bytes, valuesAt + i, scale(i / BLOCK), target, at + i - from, ofBlock);
            i += ofBlock;
        }
    }

    @Override
    public double squaredNorm() {
        double sum = 0;
        for (int i = 0; i < length(); i += BLOCK) {
            float scale = scale(i / BLOCK);
            if (!Float.isFinite(scale * MAGNITUDE_MAX)) {
                return super.squaredNorm(); // Values may be infinite when they are decoded.
            }
            sum += (double) scale * scale * KERNELS.sumOfSquares(bytes, valuesAt + i, Math.min(BLOCK, length() - i));
        }
        return sum;
    }

    @Override
    void addTerms(long weight, double scale, long[] sums) {
        for (int i = 0; i < length(); i += BLOCK) {
            KERNELS.addInt8FixedPoint(
                    bytes, valuesAt + i, scale(i / BLOCK), Math.min(BLOCK, length() - i), weight, scale, sums, i);
        }
    }
}
