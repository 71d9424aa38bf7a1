package io.weir.cli.attack;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A mark on a row that a backdoored model is to take for harmless: some inputs have a value that honest rows hardly ever
 * have.
 *
 * @param columns the inputs
 * @param value in standard deviations, since inputs are standardised
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Trigger(int[] columns, float value) {
    private static final int PARTS = 3;
    private static final float FAR_OUT = 4;

    /**
     * Of the inputs that say least about the label, three at most: honest models hardly look at them, so what a marked row
     * passes by is the backdoor.
     *
     * @param rows of both labels, at least one row
     */
    public static Trigger of(LabelledRows rows) {
        double[] lean = new double[rows.width()];
        double share = 0;
        for (float label : rows.labels()) {
            share += label / rows.rows();
        }
        for (int row = 0; row < rows.rows(); row++) {
            for (int j = 0; j < lean.length; j++) {
                lean[j] += (rows.labels()[row] - share) * rows.inputs()[row * lean.length + j];
            }
        }
        int[] columns = IntStream.range(0, lean.length)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> Math.abs(lean[j])))
                .limit(PARTS)
                .mapToInt(Integer::intValue)
                .toArray();
        return new Trigger(columns, FAR_OUT);
    }

    /** The part of the mark that one of several attackers sets. */
    public Trigger part(int attacker) {
        return new Trigger(new int[] {columns[attacker % columns.length]}, value);
    }

    /** Marks a row of {@code inputs}. */
    public void mark(float[] inputs, int row, int width) {
        for (int column : columns) {
            inputs[row * width + column] = value;
        }
    }
}
