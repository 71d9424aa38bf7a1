package io.weir.guard.kernel;

/** One update's values over a slice, wherever they lie. */
public interface Row {
    /** Copies {@code length} values from {@code column} on to the start of {@code target}. */
    void copy(int column, int length, float[] target);

    /** The values of an array. */
    static Row of(float[] values) {
        return (column, length, target) -> System.arraycopy(values, column, target, 0, length);
    }
}
