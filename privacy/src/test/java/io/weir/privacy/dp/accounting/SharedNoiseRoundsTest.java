package io.weir.privacy.dp.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SharedNoiseRoundsTest {
    private static final double ORDER = 8;

    private static SharedNoiseRounds rounds(int seen, boolean tree, long rounds, long dataRounds) {
        return new SharedNoiseRounds(1.5, 16, 10, seen, 1000, tree, rounds, dataRounds);
    }

    @Test
    void aSumOfAllSharesCostsWhatTheWholeNoiseCosts() {
        assertThat(rounds(10, false, 7, 0).rdp(ORDER)).isCloseTo(new GaussianPlan(1, 1.5, 7).rdp(ORDER), within(1e-9));
    }

    @Test
    void aSingleUpdateIsProtectedByItsShareOnly() {
        assertThat(rounds(1, false, 1, 0).rdp(ORDER))
                .isCloseTo(new GaussianPlan(1, 1.5 / Math.sqrt(10), 1).rdp(ORDER), within(1e-9));
    }

    @Test
    void dataThatEnterFewRoundsCostAsMuchAsThese() {
        assertThat(rounds(10, false, 100, 3).rdp(ORDER))
                .isEqualTo(rounds(10, false, 3, 0).rdp(ORDER));
    }

    @Test
    void dataOfOneRoundCostALevelEachInATree() {
        assertThat(rounds(10, true, 1000, 1).rdp(ORDER))
                .isCloseTo(new TreeAggregation(1.5, 1000).rdp(ORDER), within(1e-9));
    }

    /** By hand for eight rounds: 8 leaves, 4 nodes of two, 2 of four, 1 of eight. */
    @Test
    void dataOfEveryRoundCostTheSquareOfWhatANodeCovers() {
        assertThat(rounds(10, true, 8, 0).squaredSensitivity()).isEqualTo(8 + 4 * 4 + 2 * 16 + 64);
        assertThat(rounds(10, true, 8, 2).squaredSensitivity()).isEqualTo(2 + 4 + 4 + 4);
    }

    @Test
    void aTreeNeedsNoiseThatAddsUp() {
        assertThatThrownBy(() -> new SharedNoiseRounds(1, 1, 10, 10, 5, true, 1, 0))
                .hasMessageContaining("16 or more");
    }
}
