package io.weir.schemas.arrow.internal;

/** bfloat16: the upper half of a float32 (Kalamkar et al., "A Study of BFLOAT16 for Deep Learning Training", 2019). */
final class BrainFloat {
    private static final int INFINITY = 0x7F80_0000;
    /** Half-way between the largest finite value and infinity. */
    private static final int ROUNDS_TO_INFINITY = 0x7F7F_8000;

    private static final int MAX_FINITE = 0x7F7F;
    private static final int QUIET_NAN = 0x0040;

    private BrainFloat() {}

    static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int magnitude = bits & 0x7FFF_FFFF;
        if (magnitude < ROUNDS_TO_INFINITY) {
            return (short) ((bits + 0x7FFF + (bits >>> 16 & 1)) >>> 16);
        }
        int sign = (bits >>> 16) & 0x8000;
        if (magnitude < INFINITY) {
            return (short) (sign | MAX_FINITE);
        }
        // NaN stays NaN even if its payload lies in the lower half only.
        return (short) (sign | magnitude >>> 16 | (magnitude > INFINITY ? QUIET_NAN : 0));
    }

    static float toFloat(short brain) {
        return Float.intBitsToFloat(brain << 16);
    }
}
