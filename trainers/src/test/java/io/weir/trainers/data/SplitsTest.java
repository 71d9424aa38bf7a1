package io.weir.trainers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitsTest {
    @Property(tries = 200)
    void everyRowGoesToExactlyOneBank(
            @ForAll @IntRange(max = 300) int rows,
            @ForAll @IntRange(min = 1, max = 20) int banks,
            @ForAll @DoubleRange(min = 0.01, max = 100) double alpha,
            @ForAll long seed) {
        Dataset data = Tables.mixed(rows, 1, 0.3, seed);

        List<Dataset> skewed = Splits.dirichlet(data, alpha, banks, seed);
        List<Dataset> even = Splits.iid(data, banks, seed);

        for (List<Dataset> split : List.of(skewed, even)) {
            assertThat(split).hasSize(banks);
            assertThat(split.stream().flatMap(bank -> bank.groups().stream()))
                    .containsExactlyInAnyOrderElementsOf(data.groups());
        }
        assertThat(even).allSatisfy(bank -> assertThat(bank.rows()).isBetween(rows / banks, rows / banks + 1));
    }

    @Property(tries = 200)
    void holdoutKeepsAFifthOfEachLabel(@ForAll @IntRange(max = 300) int rows, @ForAll long seed) {
        Dataset data = Tables.mixed(rows, 1, 0.2, seed);

        Holdout holdout = Splits.holdout(data, seed);

        assertThat(holdout.test().positives()).isEqualTo(Math.round(data.positives() / 5.0));
        assertThat(holdout.test().rows() - holdout.test().positives())
                .isEqualTo(Math.round((rows - data.positives()) / 5.0));
        assertThat(Stream.of(holdout.train(), holdout.test()).flatMap(part -> part.groups().stream()))
                .containsExactlyInAnyOrderElementsOf(data.groups());
    }

    @Test
    void theSeedDecides() {
        Dataset data = Tables.mixed(500, 1, 0.3, 1);

        List<String> first = Splits.dirichlet(data, 0.5, 5, 7).get(0).groups();

        assertThat(Splits.dirichlet(data, 0.5, 5, 7).get(0).groups()).isEqualTo(first);
        assertThat(Splits.dirichlet(data, 0.5, 5, 8).get(0).groups()).isNotEqualTo(first);
    }

    @Test
    void smallConcentrationsSkewTheLabelsLargeOnesDoNot() {
        Dataset data = Tables.mixed(20_000, 1, 0.3, 1);

        assertThat(rateSpread(Splits.dirichlet(data, 0.1, 5, 3))).isGreaterThan(0.5);
        assertThat(rateSpread(Splits.dirichlet(data, 10_000, 5, 3))).isLessThan(0.05);
    }

    private static double rateSpread(List<Dataset> banks) {
        double[] rates = banks.stream()
                .filter(bank -> bank.rows() > 0)
                .mapToDouble(bank -> (double) bank.positives() / bank.rows())
                .sorted()
                .toArray();
        return rates[rates.length - 1] - rates[0];
    }

    @Test
    void extremeSkewMayLeaveABankEmpty() {
        List<Dataset> banks = Splits.dirichlet(Tables.mixed(100, 1, 0.3, 1), 0.001, 10, 1);

        assertThat(banks).anyMatch(bank -> bank.rows() == 0);
    }

    @Test
    void eachValueOfTheSplitColumnIsABank() {
        Dataset data = new Dataset(
                Tables.MIXED,
                new float[] {1, 0, 2, 0, 3, 0},
                new float[] {0, 1, 1},
                List.of("north", "south", "north"));

        SortedMap<String, Dataset> banks = Splits.byColumn(data);

        assertThat(banks).containsOnlyKeys("north", "south");
        assertThat(banks.get("north").features()).containsExactly(1, 0, 3, 0);
        assertThat(banks.get("north").labels()).containsExactly(0, 1);
    }

    @Test
    void aSplitColumnWithOneOrTooManyValuesIsRefused() {
        Dataset one = new Dataset(Tables.MIXED, new float[4], new float[2], List.of("x", "x"));

        assertThatThrownBy(() -> Splits.byColumn(one)).hasMessageContaining("1 distinct");
        assertThatThrownBy(() -> Splits.byColumn(Tables.mixed(257, 1, 0.5, 1))).hasMessageContaining("257 distinct");
    }
}
