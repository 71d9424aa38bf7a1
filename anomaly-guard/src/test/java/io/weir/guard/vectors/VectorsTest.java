package io.weir.guard.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every vector of another implementation, whole and in slices. Prints how many match, by rule; fails for those that must
 * match and do not.
 */
class VectorsTest {
    private static final int[] PARTITIONS = {1, 2, 7, 16};
    /**
     * Next to the largest value. Inner products cannot tell rows apart that are nearer than 1e-8 of their norm, so among
     * hostile rows that nearly copy each other a rule may pick another copy.
     */
    private static final double DOUBLE_ERROR = 1e-9;
    /** Next to the largest value: the rounding of values to floats. */
    private static final double FLOAT_ERROR = 1e-6;

    static Stream<Arguments> arithmetics() {
        return Stream.of(
                arguments("in double", new PlainArithmetic(), 0, DOUBLE_ERROR),
                arguments("by the kernels", new KernelArithmetic(), FLOAT_ERROR, FLOAT_ERROR));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("arithmetics")
    void everyExactVectorIsMetInAnyNumberOfSlices(String how, Arithmetic arithmetic, double rtol, double error)
            throws IOException {
        VectorReport report = new VectorReport(how);
        List<String> unequalInSlices = new ArrayList<>();

        for (Entry entry : VectorFile.read()) {
            Optional<double[][]> whole = new Contest(entry, new Slices(arithmetic, 1, 0)).result();
            report.add(entry, whole.map(result -> entry.excess(result, rtol, error * largest(entry.input()))));
            for (int partitions : PARTITIONS) {
                Optional<double[][]> sliced = new Contest(
                                entry,
                                new Slices(arithmetic, partitions, entry.id().hashCode()))
                        .result();
                if (!Arrays.deepEquals(whole.orElse(null), sliced.orElse(null))) {
                    unequalInSlices.add(entry.id() + " in " + partitions);
                }
            }
        }

        System.out.println(report);
        assertThat(unequalInSlices).isEmpty();
        assertThat(report.mismatches()).isEmpty();
        assertThat(report.matches()).isPositive();
    }

    private static double largest(double[][] rows) {
        return Arrays.stream(rows)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
    }
}
