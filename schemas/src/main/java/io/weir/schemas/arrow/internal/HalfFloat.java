package io.weir.schemas.arrow.internal;

/** IEEE 754-2008 binary16. The conversions follow Fabian Giesen, "Float to half conversion" (2012), variant "fast3, rtne". */
final class HalfFloat {
    private static final int INFINITY = 0x7F80_0000;
    /** 2^-14, the smallest normal half, as float32 bits. */
    private static final int SMALLEST_NORMAL = (127 - 14) << 23;
    /** 65520, half-way between the largest finite half and the next power of two. */
    private static final int ROUNDS_TO_INFINITY = 0x477F_F000;

    /** The largest finite half is 65504. */
    private static final int MAX_FINITE = 0x7BFF;

    private static final int HALF_INFINITY = 0x7C00;
    private static final int QUIET_NAN = 0x0200;
    /** Adding 0.5 = 2^(23-24) to a magnitude below 2^-14 leaves its multiple of 2^-24 in the lowest bits, rounded to nearest even. */
    private static final float SUBNORMAL_SHIFT = 0.5f;
    /** 2^112: the difference of the exponent biases, 127 - 15. */
    private static final float REBIAS = Float.intBitsToFloat((127 + 112) << 23);

    private HalfFloat() {}

    static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7FFF_FFFF;
        if (magnitude >= SMALLEST_NORMAL && magnitude < ROUNDS_TO_INFINITY) {
            int rebased = magnitude - ((127 - 15) << 23);
            return (short) (sign | (rebased + 0x0FFF + (rebased >>> 13 & 1)) >>> 13);
        }
        if (magnitude < SMALLEST_NORMAL) {
            float shifted = Float.intBitsToFloat(magnitude) + SUBNORMAL_SHIFT;
            return (short) (sign | (Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(SUBNORMAL_SHIFT)));
        }
        if (magnitude < INFINITY) {
            return (short) (sign | MAX_FINITE);
        }
        return (short) (sign | HALF_INFINITY | (magnitude > INFINITY ? QUIET_NAN : 0));
    }

    static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int magnitude = half & 0x7FFF;
        if (magnitude >= HALF_INFINITY) {
            return Float.intBitsToFloat(sign | INFINITY | magnitude << 13);
        }
        float rebiased = Float.intBitsToFloat(magnitude << 13) * REBIAS;
        return Float.intBitsToFloat(sign | Float.floatToRawIntBits(rebiased));
    }
}
