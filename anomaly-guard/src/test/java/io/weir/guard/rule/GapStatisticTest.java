package io.weir.guard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GapStatisticTest {
    @Test
    void twoClumpsAreTwoKinds() {
        GapStatistic gap = GapStatistic.of(new double[] {0.9, 0.1, 0.11, 0.12, 0.13, 0.88, 0.1, 0.12}, 1);

        assertThat(gap.isOfTwoKinds()).isTrue();
        assertThat(gap.limit()).isEqualTo(0.13);
    }

    @Test
    void anEvenSpreadAndEqualNumbersAreOne() {
        assertThat(GapStatistic.of(new double[] {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7}, 1)
                        .isOfTwoKinds())
                .isFalse();
        assertThat(GapStatistic.of(new double[] {2, 2, 2}, 1).isOfTwoKinds()).isFalse();
    }
}
