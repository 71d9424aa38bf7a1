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
    public int sumOfSquares(byte[] in, int at, int length) {
        int sum = 0;
        for (int i = at; i < at + length; i++) {
            sum += in[i] * in[i];
        }
        return sum;
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
    public void addFixedPoint(float[] x, int length, long weight, double scale, long[] sums, int to) {
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
            addTerms(x0, x1, x2, x3, x4, x5, x6, x7, weight, scale, sums, to + i);
        }
        addFixedPoint(x, whole, length, weight, scale, sums, to);
    }

    /** The same of {@code x[begin .. end)}, value by value. */
    static void addFixedPoint(float[] x, int begin, int end, long weight, double scale, long[] sums, int to) {
        for (int i = begin; i < end; i++) {
            sums[to + i] += weight * round(x[i], scale);
        }
    }

    @Override
    public void addInt8FixedPoint(
            byte[] in, int at, float factor, int length, long weight, double scale, long[] sums, int to) {
        int whole = length - length % 8;
        for (int i = 0; i < whole; i += 8) {
            double x0 = INT8_VALUES[in[at + i] & 0xFF] * factor;
            double x1 = INT8_VALUES[in[at + i + 1] & 0xFF] * factor;
            double x2 = INT8_VALUES[in[at + i + 2] & 0xFF] * factor;
            double x3 = INT8_VALUES[in[at + i + 3] & 0xFF] * factor;
            double x4 = INT8_VALUES[in[at + i + 4] & 0xFF] * factor;
            double x5 = INT8_VALUES[in[at + i + 5] & 0xFF] * factor;
            double x6 = INT8_VALUES[in[at + i + 6] & 0xFF] * factor;
            double x7 = INT8_VALUES[in[at + i + 7] & 0xFF] * factor;
            addTerms(x0, x1, x2, x3, x4, x5, x6, x7, weight, scale, sums, to + i);
        }
        for (int i = whole; i < length; i++) {
            sums[to + i] += weight * round(INT8_VALUES[in[at + i] & 0xFF] * factor, scale);
        }
    }

    private static void addTerms(
            double x0,
            double x1,
            double x2,
            double x3,
            double x4,
            double x5,
            double x6,
            double x7,
            long weight,
            double scale,
            long[] sums,
            int at) {
        sums[at] += weight * round(x0, scale);
        sums[at + 1] += weight * round(x1, scale);
        sums[at + 2] += weight * round(x2, scale);
        sums[at + 3] += weight * round(x3, scale);
        sums[at + 4] += weight * round(x4, scale);
        sums[at + 5] += weight * round(x5, scale);
        sums[at + 6] += weight * round(x6, scale);
        sums[at + 7] += weight * round(x7, scale);
    }

    private static long round(double x, double scale) {
        return Double.doubleToRawLongBits(x * scale + ROUNDER) - ROUNDER_BITS;
    }

    @Override
    public void addProducts(double[] turned, int width, int columns, int rows, double[] products) {
        for (int i = 0; i < rows; i++) {
            int row = i / PANEL * width * PANEL + i % PANEL;
            for (int j = 0; j <= i; j += PANEL) {
                addProducts(turned, row, j * width, columns, products, Kernels.productsOf(i) + j);
            }
        }
    }

    /** Of one row with a panel: its products stay in registers. */
    private static void addProducts(double[] turned, int row, int panel, int columns, double[] products, int at) {
        double p0 = products[at];
        double p1 = products[at + 1];
        double p2 = products[at + 2];
        double p3 = products[at + 3];
        double p4 = products[at + 4];
        double p5 = products[at + 5];
        double p6 = products[at + 6];
        double p7 = products[at + 7];
        for (int c = 0; c < columns * PANEL; c += COLUMNS * PANEL) {
            double a = turned[row + c];
            double b = turned[row + c + 8];
            double d = turned[row + c + 16];
            double e = turned[row + c + 24];
            int t = panel + c;
            p0 += a * turned[t] + b * turned[t + 8] + d * turned[t + 16] + e * turned[t + 24];
            p1 += a * turned[t + 1] + b * turned[t + 9] + d * turned[t + 17] + e * turned[t + 25];
            p2 += a * turned[t + 2] + b * turned[t + 10] + d * turned[t + 18] + e * turned[t + 26];
            p3 += a * turned[t + 3] + b * turned[t + 11] + d * turned[t + 19] + e * turned[t + 27];
            p4 += a * turned[t + 4] + b * turned[t + 12] + d * turned[t + 20] + e * turned[t + 28];
            p5 += a * turned[t + 5] + b * turned[t + 13] + d * turned[t + 21] + e * turned[t + 29];
            p6 += a * turned[t + 6] + b * turned[t + 14] + d * turned[t + 22] + e * turned[t + 30];
            p7 += a * turned[t + 7] + b * turned[t + 15] + d * turned[t + 23] + e * turned[t + 31];
        }
        products[at] = p0;
        products[at + 1] = p1;
        products[at + 2] = p2;
        products[at + 3] = p3;
        products[at + 4] = p4;
        products[at + 5] = p5;
        products[at + 6] = p6;
        products[at + 7] = p7;
    }
}
