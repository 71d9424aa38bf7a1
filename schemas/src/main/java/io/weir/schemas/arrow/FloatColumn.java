package io.weir.schemas.arrow;

import io.weir.kernels.Kernels;
import io.weir.kernels.SquaredNorm;
import java.util.Objects;

/**
 * The values of a payload, where they lie in it. They are decoded when they are asked for, a few at a time, so a column is as good as its
 * payload's bytes: whoever changes these changes it. Bits do not depend on how it is read.
 */
public abstract sealed class FloatColumn permits ArrayColumn, Float32Column, NarrowColumn, Int8Column {
    static final Kernels KERNELS = Kernels.fastest();

    /** Values that are decoded at a time; with their sums they fit a processor's first cache. */
    private static final int SOME = 1024;

    private final int length;

    FloatColumn(int length) {
        this.length = length;
    }

    /**
     * Values that were decoded already: {@code values[0 .. length)}.
     *
     * @throws IndexOutOfBoundsException if there are fewer
     */
    public static FloatColumn of(float[] values, int length) {
        Objects.checkFromIndexSize(0, length, values.length);
        return new ArrayColumn(values, length);
    }

    /** Number of values. */
    public final int length() {
        return length;
    }

    /**
     * One value.
     *
     * @throws IndexOutOfBoundsException if there is none at this place
     */
    public final float get(int index) {
        return value(Objects.checkIndex(index, length));
    }

    /**
     * Decodes {@code count} values from the place {@code from} on into {@code target[at ..)}.
     *
     * @throws IndexOutOfBoundsException if they are not there, or have no room
     */
    public final void decode(int from, int count, float[] target, int at) {
        Objects.checkFromIndexSize(from, count, length);
        Objects.checkFromIndexSize(at, count, target.length);
        values(from, count, target, at);
    }

    /** Values in their order, a few at a time. */
    public interface Part {
        /**
         * Takes values.
         *
         * @param values only the first {@code count} are; overwritten after the call
         * @param from the place of the first
         */
        void take(float[] values, int count, int from);
    }

    /** Decodes all values, a few at a time; all parts but the last are of the same length, a multiple of 8. */
    public final void forEachPart(Part part) {
        float[] some = new float[Math.min(SOME, length)];
        for (int from = 0; from < length; from += SOME) {
            int count = Math.min(SOME, length - from);
            values(from, count, some, 0);
            part.take(some, count, from);
        }
    }

    /**
     * The sum of squares, in double. What INT8 carries is added up exactly, block by block, before its scale comes in: to 2^-23
     * that is the sum of the decoded values' squares. NaN or infinite exactly if a decoded value is.
     */
    public double squaredNorm() {
        SquaredNorm norm = new SquaredNorm();
        forEachPart((some, count, from) -> norm.add(some, count));
        return norm.value();
    }

    /**
     * Adds {@code weight * rint(x[i] * scale)} to {@code sums[i]}, ties to even.
     *
     * @param scale so that every product is of a magnitude below 2^51
     * @throws IndexOutOfBoundsException if there are fewer sums than values
     */
    public final void addFixedPoint(long weight, double scale, long[] sums) {
        Objects.checkFromIndexSize(0, length, sums.length);
        addTerms(weight, scale, sums);
    }

    abstract float value(int index);

    abstract void values(int from, int count, float[] target, int at);

    void addTerms(long weight, double scale, long[] sums) {
        forEachPart((some, count, from) -> KERNELS.addFixedPoint(some, count, weight, scale, sums, from));
    }
}
