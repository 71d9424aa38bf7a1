package io.weir.privacy.dp.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MechanismsTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 2", "4, 3", "7, 3", "8, 4", "1023, 10", "1024, 11"})
    void treeCostsOneGaussianALevel(long steps, int levels) {
        double order = 4;

        assertThat(new TreeAggregation(2, steps).rdp(order)).isEqualTo(order * levels / 8);
    }

    @Test
    void oneDiscreteGaussianCostsNoMoreThanTheContinuousOne() {
        assertThat(new DistributedDiscreteGaussian(10, 4, 100, 8, 1, 3).rdp(6))
                .isCloseTo(3 * 6 * 0.25 / 2, within(1e-12));
    }

    @Test
    void fineGridsSpreadTheNoiseOverTheParticipants() {
        assertThat(new DistributedDiscreteGaussian(10, 4, 100, 8, 25, 1).rdp(6)).isCloseTo(6 * 0.01 / 2, within(1e-12));
    }

    /** In one dimension the sum's distribution can be written down: how far it is from itself moved by 1 is what the bound must cover. */
    @ParameterizedTest
    @CsvSource({"0.4, 2", "0.5, 3", "0.7, 4", "1, 2", "0.3, 5"})
    void boundsTheDivergenceOfTheSum(double sigma, int participants) {
        int reach = 60;
        double[] one = new double[2 * reach + 1];
        for (int i = 0; i < one.length; i++) {
            one[i] = Math.exp(-(i - reach) * (i - reach) / (2 * sigma * sigma));
        }
        double total = Arrays.stream(one).sum();
        double[] sum = {1};
        for (int participant = 0; participant < participants; participant++) {
            double[] longer = new double[sum.length + one.length - 1];
            for (int i = 0; i < sum.length; i++) {
                for (int j = 0; j < one.length; j++) {
                    longer[i + j] += sum[i] * one[j] / total;
                }
            }
            sum = longer;
        }
        double order = 3;
        double moment = 0;
        for (int i = 1; i < sum.length; i++) {
            moment += sum[i - 1] < 1e-250 || sum[i] < 1e-250 ? 0 : Math.pow(sum[i] / sum[i - 1], order - 1) * sum[i];
        }

        double bound = new DistributedDiscreteGaussian(1, 1, 1, sigma, participants, 1).rdp(order);

        assertThat(Math.log(moment) / (order - 1)).isLessThanOrEqualTo(bound * (1 + 1e-9));
    }

    @Test
    void coarseGridsAndManyValuesCostMore() {
        double cheap = new DistributedDiscreteGaussian(1, 1, 1, 0.5, 10, 1).rdp(2);

        assertThat(new DistributedDiscreteGaussian(1, 1, 1000, 0.5, 10, 1).rdp(2))
                .isGreaterThan(cheap);
        assertThat(cheap).isGreaterThan(2 / (2 * 10 * 0.25));
    }

    @Test
    void impossibleNormsAreRefused() {
        assertThatThrownBy(() -> new DistributedDiscreteGaussian(1, 2, 10, 1, 3, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("L1 sensitivity 1.0");
    }
}
