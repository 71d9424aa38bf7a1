package io.weir.kernels;

/** What the loops mean, in plain Java. */
final class ScalarKernels implements Kernels {
    /** 1.5 * 2^52: adding it rounds a double of magnitude below 2^51 to the nearest integer, ties to even. */
    static final double ROUNDER = 0x1.8p52;

    static final long ROUNDER_BITS = Double.doubleToRawLongBits(ROUNDER);

    /** Every int8, by its bits, as a float: a load is cheaper than a conversion, which waits for its target register. */
    private static final float[] INT8_VALUES = new float[1 << Byte.SIZE];

    static {
        for (int bits = 0; bits < INT8_VALUES.length; bits++) {
            INT8_VALUES[bits] = (byte) bits;
        }
    }

    @Override
    public void decodeInt8(byte[] in, int at, float scale, float[] target, int from, int length) {
        for (int i = 0; i < length; i++) {
            target[from + i] = INT8_VALUES[in[at + i] & 0xFF] * scale;
        }
    }

    @Override
    public void addSquares(float[] x, int length, double[] lanes) {
        double a0 = lanes[0];
        double a1 = lanes[1];
        double a2 = lanes[2];
        double a3 = lanes[3];
        double a4 = lanes[4];
        double a5 = lanes[5];
        double a6 = lanes[6];
        double a7 = lanes[7];
        for (int i = 0; i < length; i += LANES) {
            a0 += (double) x[i] * x[i];
            a1 += (double) x[i + 1] * x[i + 1];
            a2 += (double) x[i + 2] * x[i + 2];
            a3 += (double) x[i + 3] * x[i + 3];
            a4 += (double) x[i + 4] * x[i + 4];
            a5 += (double) x[i + 5] * x[i + 5];
            a6 += (double) x[i + 6] * x[i + 6];
            a7 += (double) x[i + 7] * x[i + 7];
        }
        lanes[0] = a0;
        lanes[1] = a1;
        lanes[2] = a2;
        lanes[3] = a3;
        lanes[4] = a4;
        lanes[5] = a5;
        lanes[6] = a6;
        lanes[7] = a7;
    }

    /**
     * Converting float to double keeps the upper half of its target register, so the next conversion waits for whatever was
     * computed there; eight values at a time have registers of their own.
     */
    @Override
    public void addFixedPoint(float[] x, int length, long weight, double scale, long[] sums) {
        int whole = length - length % 8;
        for (int i = 0; i < whole; i += 8) {
            double x0 = x[i];
            double x1 = x[i + 1];
            double x2 = x[i + 2];
            double x3 = x[i + 3];
            double x4 = x[i + 4];
            double x5 = x[i + 5];
            double x6 = x[i + 6];
            double x7 = x[i + 7];
            sums[i] += weight * round(x0, scale);
            sums[i + 1] += weight * round(x1, scale);
            sums[i + 2] += weight * round(x2, scale);
            sums[i + 3] += weight * round(x3, scale);
            sums[i + 4] += weight * round(x4, scale);
            sums[i + 5] += weight * round(x5, scale);
            sums[i + 6] += weight * round(x6, scale);
            sums[i + 7] += weight * round(x7, scale);
        }
        addFixedPoint(x, whole, length, weight, scale, sums);
    }

    /** The same of {@code x[from .. to)}, value by value. */
    static void addFixedPoint(float[] x, int from, int to, long weight, double scale, long[] sums) {
        for (int i = from; i < to; i++) {
            sums[i] += weight * round(x[i], scale);
        }
    }

    private static long round(double x, double scale) {
        return Double.doubleToRawLongBits(x * scale + ROUNDER) - ROUNDER_BITS;
    }
}
