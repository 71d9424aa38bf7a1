package io.weir.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.guard.Combination.MiddleRanks;
import io.weir.guard.Combination.WeightedSum;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CombinationTest {
    @ParameterizedTest
    @CsvSource({"1, 0, 1", "2, 0, 2", "3, 1, 2", "4, 1, 3", "100, 49, 51", "101, 50, 51"})
    void theMedianIsTheMiddleRankOrTheMiddleTwo(int updates, int from, int to) {
        MiddleRanks median = (MiddleRanks) Rules.named("median", Map.of()).combination();

        assertThat(median.from(updates)).isEqualTo(from);
        assertThat(median.to(updates)).isEqualTo(to);
        assertThat(median.divisor(999, updates)).isEqualTo(to - from);
    }

    @ParameterizedTest
    @CsvSource({"10, 2, 6", "5, 2, 1", "4, 2, 2", "1, 2, 1", "10, 0, 10"})
    void theTrimmedMeanDividesByWhatIsLeft(int updates, int f, long divisor) {
        Combination trimmed =
                Rules.named("trimmed-mean", Map.of("f", String.valueOf(f))).combination();

        assertThat(trimmed.divisor(999, updates)).isEqualTo(divisor);
    }

    @Test
    void aWeightedSumIsDividedByTheWeights() {
        assertThat(new WeightedSum().divisor(999, 3)).isEqualTo(999);
    }

    @Test
    void aFractionOfAnUpdateCannotBeTrimmed() {
        assertThatThrownBy(() -> Rules.named("trimmed-mean", Map.of("f", "1.5")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'f'")
                .hasMessageContaining("1.5");
    }
}
