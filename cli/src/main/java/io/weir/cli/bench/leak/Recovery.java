package io.weir.cli.bench.leak;

import io.weir.cli.attack.LabelledRows;
import java.util.List;

/**
 * How near an attack came, over several trials. A row's guess is the nearest of all candidates, so an attack is credited with a choice that it could not
 * make itself.
 */
final class Recovery {
    /** Root mean squared error over the data's root mean square, below which a row counts as recovered. */
    static final double RECOVERED = 0.1;
    /** Error of the worst value below which it counts as exact. */
    static final double EXACT = 1e-3;

    private static final double SMALLEST = 1e-9;
    private static final double DECIBELS = 20;

    private final double rootMeanSquare;
    private final double range;
    private int rows;
    private int recovered;
    private int exact;
    private double decibels;

    Recovery(LabelledRows data) {
        double squares = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (float value : data.inputs()) {
            squares += (double) value * value;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        this.rootMeanSquare = Math.sqrt(squares / data.inputs().length);
        this.range = max - min;
    }

    void add(LabelledRows truth, List<double[]> candidates) {
        for (int row = 0; row < truth.rows(); row++) {
            double least = Double.POSITIVE_INFINITY;
            double worst = Double.POSITIVE_INFINITY;
            for (double[] candidate : candidates) {
                double squares = 0;
                double largest = 0;
                for (int i = 0; i < candidate.length; i++) {
                    double error = Math.abs(candidate[i] - truth.inputs()[row * candidate.length + i]);
                    squares += error * error;
                    largest = Math.max(largest, error);
                }
                double error = Math.sqrt(squares / candidate.length);
                if (error < least) {
                    least = error;
                    worst = largest;
                }
            }
            rows++;
            recovered += least < RECOVERED * rootMeanSquare ? 1 : 0;
            exact += worst < EXACT ? 1 : 0;
            decibels += DECIBELS * Math.log10(range / Math.max(SMALLEST, Math.min(least, Double.MAX_VALUE)));
        }
    }

    /** Share of rows. */
    double recovered() {
        return (double) recovered / rows;
    }

    /** Share of rows. */
    double exact() {
        return (double) exact / rows;
    }

    /** Peak signal-to-noise ratio in decibels, the mean of the rows. */
    double psnr() {
        return decibels / rows;
    }
}
