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

    /** Registers of terms that a register of floats becomes. */
    private static final int PARTS = FLOATS.length() / TERMS.length();

    /** Rows whose products with a register of others are computed at once. */
    private static final int ROWS = 2;

    /** A panel's width at most. */
    private static final VectorSpecies<Double> PRODUCTS = TERMS.length() > PANEL ? DoubleVector.SPECIES_512 : TERMS;

    private final ScalarKernels scalar = new ScalarKernels();

    static Kernels onThisMachine() {
        return TERMS.vectorBitSize() < MIN_BITS ? new ScalarKernels() : new VectorKernels();
    }

    @Override
    public void decodeInt8(byte[] in, int at, float scale, float[] target, int from, int length) {
        int whole = FLOATS.loopBound(length);
        for (int i = 0; i < whole; i += FLOATS.length()) {
            floats(in, at + i).mul(scale).intoArray(target, from + i);
        }
        scalar.decodeInt8(in, at + whole, scale, target, from + whole, length - whole);
    }

    private static FloatVector floats(byte[] in, int at) {
        return (FloatVector) ByteVector.fromArray(BYTES, in, at).convertShape(VectorOperators.B2F, FLOATS, 0);
    }

    /** In float32, which is exact: no sum is above 2^24, {@code SQUARES_MAX} times 2^14. */
    @Override
    public int sumOfSquares(byte[] in, int at, int length) {
        int whole = FLOATS.loopBound(length);
        FloatVector sums = FloatVector.zero(FLOATS);
        for (int i = 0; i < whole; i += FLOATS.length()) {
            FloatVector values = floats(in, at + i);
            sums = sums.add(values.mul(values));
        }
        return (int) sums.reduceLanes(VectorOperators.ADD) + scalar.sumOfSquares(in, at + whole, length - whole);
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
    public void addFixedPoint(float[] x, int length, long weight, double scale, long[] sums, int to) {
        int whole = TERMS.loopBound(length);
        for (int i = 0; i < whole; i += TERMS.length()) {
            DoubleVector values =
                    (DoubleVector) FloatVector.fromArray(VALUES, x, i).convertShape(VectorOperators.F2D, TERMS, 0);
            addTerms(values, weight, scale, sums, to + i);
        }
        ScalarKernels.addFixedPoint(x, whole, length, weight, scale, sums, to);
    }

    private static void addTerms(DoubleVector values, long weight, double scale, long[] sums, int at) {
        LongVector terms = values.mul(scale)
                .add(ScalarKernels.ROUNDER)
                .reinterpretAsLongs()
                .sub(ScalarKernels.ROUNDER_BITS)
                .mul(weight);
        LongVector.fromArray(SUMS, sums, at).add(terms).intoArray(sums, at);
    }

    @Override
    public void addInt8FixedPoint(
            byte[] in, int at, float factor, int length, long weight, double scale, long[] sums, int to) {
        int whole = FLOATS.loopBound(length);
        for (int i = 0; i < whole; i += FLOATS.length()) {
            FloatVector values = floats(in, at + i).mul(factor);
            for (int part = 0; part < PARTS; part++) {
                DoubleVector wide = (DoubleVector) values.convertShape(VectorOperators.F2D, TERMS, part);
                addTerms(wide, weight, scale, sums, to + i + part * TERMS.length());
            }
        }
        scalar.addInt8FixedPoint(in, at + whole, factor, length - whole, weight, scale, sums, to + whole);
    }

    @Override
    public void addProducts(double[] turned, int width, int columns, int rows, double[] products) {
        for (int i = 0; i < rows; i += ROWS) {
            int left = i / PANEL * width * PANEL + i % PANEL;
            int at = Kernels.productsOf(i);
            int stride = Kernels.productsOf(i + 1) - at;
            for (int j = 0; j < i + ROWS; j += PRODUCTS.length()) {
                int right = j / PANEL * width * PANEL + j % PANEL;
                addTile(turned, left, right, columns * PANEL, products, at + j, stride);
            }
        }
    }

    /**
     * Products of two rows with a register of others. The products go through memory in every turn of the loop, and there are
     * two rows rather than four, so that the compiler knows each vector's width by its construction. At a loop's head, and past its
     * limit of inlined bytecodes, it goes by the widths that other loops have used, and makes an object of every vector.
     */
    private static void addTile(double[] turned, int left, int right, int end, double[] products, int at, int stride) {
        for (int c = 0; c < end; c += COLUMNS * PANEL) {
            DoubleVector t0 = DoubleVector.fromArray(PRODUCTS, turned, right + c);
            DoubleVector t1 = DoubleVector.fromArray(PRODUCTS, turned, right + c + 8);
            DoubleVector t2 = DoubleVector.fromArray(PRODUCTS, turned, right + c + 16);
            DoubleVector t3 = DoubleVector.fromArray(PRODUCTS, turned, right + c + 24);
            t0.mul(turned[left + c])
                    .add(t1.mul(turned[left + c + 8]))
                    .add(t2.mul(turned[left + c + 16]))
                    .add(t3.mul(turned[left + c + 24]))
                    .add(DoubleVector.fromArray(PRODUCTS, products, at))
                    .intoArray(products, at);
            t0.mul(turned[left + c + 1])
                    .add(t1.mul(turned[left + c + 9]))
                    .add(t2.mul(turned[left + c + 17]))
                    .add(t3.mul(turned[left + c + 25]))
                    .add(DoubleVector.fromArray(PRODUCTS, products, at + stride))
                    .intoArray(products, at + stride);
        }
    }
}
