package io.weir.schemas.arrow.internal;

import io.weir.schemas.arrow.PayloadException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Conversions between float32 and the narrower encodings: plain loops, no allocation. */
public final class FloatKernels {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int BLOCK = PayloadLayout.INT8_BLOCK_VALUES;
    private static final float INT8_MAX = 127f;
    /** 1.5 * 2^52: a sum with it is rounded to an integer, ties to even, whose two's complement stands in the lowest bits. */
    private static final double TO_INTEGER = 0x1.8p52;

    private FloatKernels() {}

    public static void encodeHalf(float[] values, int from, int length, byte[] out, int at) {
        for (int i = 0; i < length; i++) {
            SHORT.set(out, at + 2 * i, HalfFloat.fromFloat(values[from + i]));
        }
    }

    public static void decodeHalf(byte[] in, int at, float[] target, int from, int length) {
        for (int i = 0; i < length; i++) {
            target[from + i] = HalfFloat.toFloat((short) SHORT.get(in, at + 2 * i));
        }
    }

    public static void encodeBrain(float[] values, int from, int length, byte[] out, int at) {
        for (int i = 0; i < length; i++) {
            SHORT.set(out, at + 2 * i, BrainFloat.fromFloat(values[from + i]));
        }
    }

    public static void decodeBrain(byte[] in, int at, float[] target, int from, int length) {
        for (int i = 0; i < length; i++) {
            target[from + i] = BrainFloat.toFloat((short) SHORT.get(in, at + 2 * i));
        }
    }

    /** Symmetric quantisation by blocks: scale = max |x| / 127, value = rint(x / scale). */
    public static void encodeInt8(float[] values, int from, int length, byte[] out, int valuesAt, int scalesAt) {
        for (int start = 0, row = 0; start < length; start += BLOCK, row++) {
            int end = Math.min(start + BLOCK, length);
            float scale = int8Scale(maxMagnitude(values, from + start, from + end, from));
            FLOAT.set(out, scalesAt + Float.BYTES * row, scale);
            if (scale != 0) {
                quantise(values, from + start, end - start, 1.0 / scale, out, valuesAt + start);
            }
        }
    }

    private static void quantise(float[] values, int from, int length, double inverse, byte[] out, int at) {
        for (int i = 0; i < length; i++) {
            out[at + i] = (byte) Double.doubleToRawLongBits(values[from + i] * inverse + TO_INTEGER);
        }
    }

    /** Infinite or NaN bits order above every finite magnitude, so one integer maximum finds both. */
    private static float maxMagnitude(float[] values, int begin, int end, int base) {
        int max = 0;
        for (int i = begin; i < end; i++) {
            max = Math.max(max, Float.floatToRawIntBits(values[i]) & 0x7FFF_FFFF);
        }
        float magnitude = Float.intBitsToFloat(max);
        if (!Float.isFinite(magnitude)) {
            int i = begin;
            while (Float.isFinite(values[i])) {
                i++;
            }
            throw new PayloadException(
                    "INT8 cannot carry NaN or infinity (at index " + (i - base) + "); choose F32 or repair the update");
        }
        return magnitude;
    }

    /**
     * The scale nearest to {@code magnitude / 127} with which 127 steps neither miss the magnitude (else the error bound scale / 2
     * fails) nor overflow to infinity when decoded.
     */
    private static float int8Scale(float magnitude) {
        float scale = magnitude / INT8_MAX;
        if (INT8_MAX * (double) scale < magnitude && Float.isFinite(INT8_MAX * Math.nextUp(scale))) {
            scale = Math.nextUp(scale);
        }
        return Float.isFinite(INT8_MAX * scale) ? scale : Math.nextDown(scale);
    }
}
