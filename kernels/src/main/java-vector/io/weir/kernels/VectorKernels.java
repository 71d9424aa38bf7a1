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

    /** Rows whose products with a register of others are computed at once; half a panel. */
    private static final int ROWS = 4;

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
     * Products of four rows with a register of others. Written out, without a helper and without a vector that outlives a turn
     * of the loop, so that the compiler knows every vector's width by its construction: where it goes by the widths seen before, at a
     * loop's head or in a method shared with other loops, it makes objects of them. Too long to be inlined, so compiled by itself.
     */
    private static void addTile(double[] turned, int left, int right, int end, double[] products, int at, int stride) {
        for (int c = 0; c < end; c += COLUMNS * PANEL) {
            DoubleVector t0 = DoubleVector.fromArray(PRODUCTS, turned, right + c + 0);
            DoubleVector t1 = DoubleVector.fromArray(PRODUCTS, turned, right + c + 8);
            DoubleVector t2 = DoubleVector.fromArray(PRODUCTS, turned, right + c + 16);
            DoubleVector t3 = DoubleVector.fromArray(PRODUCTS, turned, right + c + 24);
            DoubleVector g0 = t0.mul(turned[left + c + 0])
                    .add(t1.mul(turned[left + c + 8]))
                    .add(t2.mul(turned[left + c + 16]))
                    .add(t3.mul(turned[left + c + 24]));
            DoubleVector g1 = t0.mul(turned[left + c + 1])
                    .add(t1.mul(turned[left + c + 9]))
                    .add(t2.mul(turned[left + c + 17]))
                    .add(t3.mul(turned[left + c + 25]));
            DoubleVector g2 = t0.mul(turned[left + c + 2])
                    .add(t1.mul(turned[left + c + 10]))
                    .add(t2.mul(turned[left + c + 18]))
                    .add(t3.mul(turned[left + c + 26]));
            DoubleVector g3 = t0.mul(turned[left + c + 3])
                    .add(t1.mul(turned[left + c + 11]))
                    .add(t2.mul(turned[left + c + 19]))
                    .add(t3.mul(turned[left + c + 27]));
            DoubleVector t0n = DoubleVector.fromArray(PRODUCTS, turned, right + c + 32);
            DoubleVector t1n = DoubleVector.fromArray(PRODUCTS, turned, right + c + 40);
            DoubleVector t2n = DoubleVector.fromArray(PRODUCTS, turned, right + c + 48);
            DoubleVector t3n = DoubleVector.fromArray(PRODUCTS, turned, right + c + 56);
            DoubleVector g0n = t0n.mul(turned[left + c + 32])
                    .add(t1n.mul(turned[left + c + 40]))
                    .add(t2n.mul(turned[left + c + 48]))
                    .add(t3n.mul(turned[left + c + 56]));
            DoubleVector g1n = t0n.mul(turned[left + c + 33])
                    .add(t1n.mul(turned[left + c + 41]))
                    .add(t2n.mul(turned[left + c + 49]))
                    .add(t3n.mul(turned[left + c + 57]));
            DoubleVector g2n = t0n.mul(turned[left + c + 34])
                    .add(t1n.mul(turned[left + c + 42]))
                    .add(t2n.mul(turned[left + c + 50]))
                    .add(t3n.mul(turned[left + c + 58]));
            DoubleVector g3n = t0n.mul(turned[left + c + 35])
                    .add(t1n.mul(turned[left + c + 43]))
                    .add(t2n.mul(turned[left + c + 51]))
                    .add(t3n.mul(turned[left + c + 59]));
            g0n.add(g0.add(DoubleVector.fromArray(PRODUCTS, products, at))).intoArray(products, at);
            g1n.add(g1.add(DoubleVector.fromArray(PRODUCTS, products, at + 1 * stride)))
                    .intoArray(products, at + 1 * stride);
            g2n.add(g2.add(DoubleVector.fromArray(PRODUCTS, products, at + 2 * stride)))
                    .intoArray(products, at + 2 * stride);
            g3n.add(g3.add(DoubleVector.fromArray(PRODUCTS, products, at + 3 * stride)))
                    .intoArray(products, at + 3 * stride);
        }
    }
}
