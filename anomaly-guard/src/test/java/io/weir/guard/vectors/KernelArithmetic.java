package io.weir.guard.vectors;

import io.weir.guard.kernel.FixedPoint;
import io.weir.guard.kernel.GramSums;
import io.weir.guard.kernel.Row;
import io.weir.guard.kernel.RowSums;
import java.util.Arrays;

/** The kernels: float values, exact sums in fixed point. */
final class KernelArithmetic implements Arithmetic {
    @Override
    public double[] triangle(double[][] rows, int from, int to) {
        GramSums sums = new GramSums(rows.length);
        sums.add(floats(rows), from, to - from);
        return sums.triangle();
    }

    @Override
    public double[] combine(Terms terms, double[][] rows, int from, int to) {
        double bound = Arrays.stream(rows)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
        int weightMax = Arrays.stream(terms.weights()).max().orElse(1);
        int scaleBits = FixedPoint.scaleBits(Math.max(Float.MIN_NORMAL, bound), weightMax, rows.length);
        long[] sums = new long[to - from];
        RowSums.of(terms.combination(), terms.factors(), terms.weights(), terms.mixing())
                .sum(floats(rows), from, to - from, scaleBits, sums, 0);
        return Arrays.stream(sums)
                .mapToDouble(sum -> FixedPoint.value(sum, scaleBits) / terms.divisor())
                .toArray();
    }

    private static Row[] floats(double[][] rows) {
        return Arrays.stream(rows)
                .map(row -> (Row) (column, length, target) -> {
                    for (int c = 0; c < length; c++) {
                        target[c] = (float) row[column + c];
                    }
                })
                .toArray(Row[]::new);
    }
}
