package io.weir.trainers.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicSampleTest {
    private static final FeatureSchema SCHEMA =
            new FeatureSchema("y", "0", "1", List.of(new Feature.Numeric("number")));

    /** Rows that are told apart by their number. */
    private static Dataset rows(int count) {
        float[] numbers = new float[count];
        for (int row = 0; row < count; row++) {
            numbers[row] = row;
        }
        return new Dataset(SCHEMA, numbers, new float[count], List.of());
    }

    @ParameterizedTest
    @CsvSource({"30, 3", "1000, 100", "5000, 100", "30000, 300"})
    void aSmallPartOfTheRowsIsTheOperators(int all, int operators) {
        PublicSample sample = PublicSample.setAside(rows(all), 42);

        assertThat(sample.rows()).isEqualTo(operators);
        assertThat(sample.banks().rows()).isEqualTo(all - operators);
    }

    /** Centre and scale are those of exactly the rows that no bank gets. */
    @Test
    void scalesComeFromRowsThatNoBankGets() {
        Dataset banks = PublicSample.setAside(rows(200), 42).banks();

        double[] operators = IntStream.range(0, 200)
                .filter(row -> IntStream.range(0, banks.rows()).noneMatch(i -> banks.features()[i] == row))
                .asDoubleStream()
                .toArray();
        double mean = Arrays.stream(operators).average().orElseThrow();
        assertThat(operators).hasSize(20);
        assertThat(((Feature.Numeric) banks.schema().features().get(0)).centre())
                .isEqualTo(mean);
        assertThat(banks.features()).isSorted();
        assertThat(PublicSample.setAside(rows(200), 42).banks().features()).isEqualTo(banks.features());
    }
}
