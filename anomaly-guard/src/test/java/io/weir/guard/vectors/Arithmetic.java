package io.weir.guard.vectors;

import io.weir.guard.Combination;
import java.util.List;

/** What is done to the values of a chunk's columns. */
interface Arithmetic {
    /** Inner products over columns {@code from} to {@code to}, as a lower triangle. */
    double[] triangle(double[][] rows, int from, int to);

    /** The combined rows at columns {@code from} to {@code to}. */
    double[] combine(Terms terms, double[][] rows, int from, int to);

    /** How rows are combined; as the fields of a judgement. */
    record Terms(Combination combination, double[] factors, int[] weights, List<double[]> mixing, long divisor) {}
}
