package io.weir.cli.bench.leak;

import java.util.List;
import java.util.SplittableRandom;

/** An attack that computes rows from a gradient. */
interface Inversion {
    /**
     * Guesses.
     *
     * @param labels of the rows: both attacks know how many there are, and one of them each row's label
     */
    List<double[]> candidates(double[] gradient, float[] labels, SplittableRandom random);
}
