package io.weir.cli.attack;

/**
 * Prepared inputs with their labels.
 *
 * @param inputs rows × width, row-major; not copied
 * @param labels one a row, 0 or 1; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // handed on to the trainer; never compared
public record LabelledRows(float[] inputs, float[] labels) {
    /** Number of rows. */
    public int rows() {
        return labels.length;
    }

    /** Inputs a row; 0 if there are no rows. */
    public int width() {
        return labels.length == 0 ? 0 : inputs.length / labels.length;
    }
}
