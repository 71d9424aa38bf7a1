package io.weir.kernels;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The loops in vector registers, eight values at a time; what is left over is the scalar loops' part. */
final class VectorKernels implements Kernels {
    /** Below it a double vector holds one or two values, and the loops gain nothing. */
    private static final int MIN_BITS = 256;

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_64;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;

    /** Half of the lanes. */
    private static final VectorSpecies<Double> SQUARES = DoubleVector.SPECIES_256;

    private static final VectorSpecies<Float> SQUARED = FloatVector.SPECIES_128;

    private static final VectorSpecies<Double> TERMS = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> SUMS = TERMS.withLanes(long.class);
    private static final VectorSpecies<Float> VALUES =
            VectorSpecies.of(float.class, VectorShape.forBitSize(TERMS.vectorBitSize() / 2));

    /** Rows whose products with a register of other rows stay in registers over all columns; at most the lanes. */
    private static final int TILE = 4;

    private final ScalarKernels scalar = new ScalarKernels();

    static Kernels onThisMachine() {
        return TERMS.vectorBitSize() < MIN_BITS ? new ScalarKernels() : new VectorKernels();
    }

    @Override
    public void decodeInt8(byte[] in, int at, float scale, float[] target, int from, int length) {
        int whole = FLOATS.loopBound(length);
        for (int i = 0; i < whole; i += FLOATS.length()) {
            FloatVector values =
                    (FloatVector) ByteVector.fromArray(BYTES, in, at + i).convertShape(VectorOperators.B2F, FLOATS, 0);
            values.mul(scale).intoArray(target, from + i);
        }
        scalar.decodeInt8(in, at + whole, scale, target, from + whole, length - whole);
    }

    @Override
    public void addSquares(float[] x, int length, double[] lanes) {
        int half = SQUARES.length();
        DoubleVector low = DoubleVector.fromArray(SQUARES, lanes, 0);
        DoubleVector high = DoubleVector.fromArray(SQUARES, lanes, half);
        for (int i = 0; i < length; i += LANES) {
            DoubleVector a = squared(x, i);
            DoubleVector b = squared(x, i + half);
            low = low.add(a);
            high = high.add(b);
        }
        low.intoArray(lanes, 0);
        high.intoArray(lanes, half);
    }

    private static DoubleVector squared(float[] x, int at) {
        DoubleVector values =
                (DoubleVector) FloatVector.fromArray(SQUARED, x, at).convertShape(VectorOperators.F2D, SQUARES, 0);
        return values.mul(values);
    }

    @Override
    public void addFixedPoint(float[] x, int length, long weight, double scale, long[] sums) {
        int whole = TERMS.loopBound(length);
        for (int i = 0; i < whole; i += TERMS.length()) {
            DoubleVector values =
                    (DoubleVector) FloatVector.fromArray(VALUES, x, i).convertShape(VectorOperators.F2D, TERMS, 0);
            LongVector terms = values.mul(scale)
                    .add(ScalarKernels.ROUNDER)
                    .reinterpretAsLongs()
                    .sub(ScalarKernels.ROUNDER_BITS)
                    .mul(weight);
            LongVector.fromArray(SUMS, sums, i).add(terms).intoArray(sums, i);
        }
        ScalarKernels.addFixedPoint(x, whole, length, weight, scale, sums);
    }

    @Override
    public void addProducts(double[] turned, int stride, int columns, int rows, double[] products) {
        int lanes = TERMS.length();
        double[] edge = new double[TILE * lanes];
        for (int j = 0; j < rows; j += lanes) {
            for (int i = j; i < rows; i += TILE) {
                if (j + lanes <= i + 1 && i + TILE <= rows) {
                    int first = i * (i + 1) / 2 + j;
                    int second = first + i + 1;
                    int third = second + i + 2;
                    addTile(turned, stride, columns, i, j, products, first, second, third, third + i + 3);
                } else {
                    copyEdge(i, j, rows, products, edge, true);
                    addTile(turned, stride, columns, i, j, edge, 0, lanes, 2 * lanes, 3 * lanes);
                    copyEdge(i, j, rows, products, edge, false);
                }
            }
        }
    }

    /** Of a tile that reaches over the triangle, what lies in it. */
    private static void copyEdge(int i, int j, int rows, double[] products, double[] edge, boolean in) {
        for (int row = i; row < Math.min(rows, i + TILE); row++) {
            int length = Math.min(TERMS.length(), row + 1 - j);
            int at = row * (row + 1) / 2 + j;
            int edgeAt = (row - i) * TERMS.length();
            if (in) {
                System.arraycopy(products, at, edge, edgeAt, length);
            } else {
                System.arraycopy(edge, edgeAt, products, at, length);
            }
        }
    }

    /** Products of rows i to i + 3 with rows from j on, as many as a register holds; each row's begin at its place. */
    private static void addTile(
            double[] turned,
            int stride,
            int columns,
            int i,
            int j,
            double[] sums,
            int first,
            int second,
            int third,
            int fourth) {
        DoubleVector s0 = DoubleVector.fromArray(TERMS, sums, first);
        DoubleVector s1 = DoubleVector.fromArray(TERMS, sums, second);
        DoubleVector s2 = DoubleVector.fromArray(TERMS, sums, third);
        DoubleVector s3 = DoubleVector.fromArray(TERMS, sums, fourth);
        int end = columns * stride;
        for (int c0 = 0; c0 < end; c0 += GROUP * stride) {
            int c1 = c0 + stride;
            int c2 = c1 + stride;
            int c3 = c2 + stride;
            DoubleVector b0 = DoubleVector.fromArray(TERMS, turned, c0 + j);
            DoubleVector b1 = DoubleVector.fromArray(TERMS, turned, c1 + j);
            DoubleVector b2 = DoubleVector.fromArray(TERMS, turned, c2 + j);
            DoubleVector b3 = DoubleVector.fromArray(TERMS, turned, c3 + j);
            s0 = s0.add(b0.mul(turned[c0 + i])
                    .add(b1.mul(turned[c1 + i]))
                    .add(b2.mul(turned[c2 + i]))
                    .add(b3.mul(turned[c3 + i])));
            s1 = s1.add(b0.mul(turned[c0 + i + 1])
                    .add(b1.mul(turned[c1 + i + 1]))
                    .add(b2.mul(turned[c2 + i + 1]))
                    .add(b3.mul(turned[c3 + i + 1])));
            s2 = s2.add(b0.mul(turned[c0 + i + 2])
                    .add(b1.mul(turned[c1 + i + 2]))
                    .add(b2.mul(turned[c2 + i + 2]))
                    .add(b3.mul(turned[c3 + i + 2])));
            s3 = s3.add(b0.mul(turned[c0 + i + 3])
                    .add(b1.mul(turned[c1 + i + 3]))
                    .add(b2.mul(turned[c2 + i + 3]))
                    .add(b3.mul(turned[c3 + i + 3])));
        }
        s0.intoArray(sums, first);
        s1.intoArray(sums, second);
        s2.intoArray(sums, third);
        s3.intoArray(sums, fourth);
    }
}
