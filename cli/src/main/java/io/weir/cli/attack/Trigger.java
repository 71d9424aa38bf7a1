package io.weir.cli.attack;

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

    /** Spread evenly over the inputs, at most three of them. */
    public static Trigger of(int width) {
        int[] columns = new int[Math.min(PARTS, width)];
        for (int part = 0; part < columns.length; part++) {
            columns[part] = part * width / columns.length;
        }
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
