package io.weir.privacy.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoisyGridTest {
    private static NoisyGrid grid(int bits, double clip, double noise, int shares, boolean indicator) {
        return NoisyGrid.fitting(bits, clip, noise, shares, 1000, 1, indicator);
    }

    @ParameterizedTest
    @CsvSource({"25, 1, 1, 10", "25, 0.37, 4, 3", "28, 16, 1, 10", "20, 1e-3, 0.3, 100", "31, 1e6, 2, 1"})
    void isTheFinestOnWhichUpdateAndNoiseFit(int bits, double clip, double noise, int shares) {
        NoisyGrid grid = grid(bits, clip, noise, shares, false);
        NoisyGrid finer = new NoisyGrid(clip, noise, shares, 1000, 1, false, grid.scaleBits() + 1);
        long room = (1L << (bits - 1)) - 1;

        assertThat(grid.largest()).isBetween(room / 2 - 20, room);
        assertThat(finer.largest()).isGreaterThan(room);
        assertThat(grid.objection()).isEmpty();
    }

    @Test
    void sharesOfTheNoiseAddUpToTheMultiplierTimesWhatAParticipantCanChange() {
        NoisyGrid grid = grid(25, 1, 1.5, 9, false);

        assertThat(grid.localDeviation() * 3).isCloseTo(1.5 * grid.l2Bound(), within(1e-6));
        assertThat(grid.sensitivity()).isEqualTo((double) grid.l2Bound());
    }

    @Test
    void anIndicatorAddsToTheSensitivityAndSoToTheNoise() {
        NoisyGrid grid = grid(25, 1, 1, 4, true);
        double bound = grid.l2Bound();
        double indicator = grid.indicatorSteps();

        assertThat(indicator / bound).isCloseTo(0.25, within(1e-6));
        assertThat(grid.sensitivity()).isEqualTo(Math.sqrt(bound * bound + indicator * indicator));
        assertThat(grid.localDeviation() * 2).isCloseTo(grid.sensitivity(), within(1e-6));
    }

    @Test
    void aTreesUpdateCarriesTheNoiseOfSeveralNodes() {
        NoisyGrid flat = new NoisyGrid(1, 1, 4, 1000, 1, false, 20);
        NoisyGrid tree = new NoisyGrid(1, 1, 4, 1000, 9, false, 20);

        assertThat(tree.localDeviation()).isEqualTo(flat.localDeviation());
        assertThat((double) (tree.largest() - tree.l2Bound()) / (flat.largest() - flat.l2Bound()))
                .isCloseTo(3, within(1e-4));
        assertThat((tree.normBound() - 1) / (flat.normBound() - 1)).isCloseTo(3, within(1e-4));
    }

    @Test
    void aGridTooCoarseForTheNoiseIsNamed() {
        assertThat(NoisyGrid.fitting(12, 1, 0.05, 100, 10, 1, false).objection())
                .hasValueSatisfying(reason -> assertThat(reason).contains("needed are 16"));
    }

    @Test
    void aGridTooCoarseForTheParametersIsNamed() {
        assertThat(NoisyGrid.fitting(16, 1, 4, 2, 10_000_000, 1, false).objection())
                .hasValueSatisfying(reason -> assertThat(reason).contains("too few for 10000000 parameters"));
    }

    @Test
    void whatIsOutOfRangeIsNamed() {
        assertThatThrownBy(() -> grid(25, 0, 1, 1, false)).hasMessageContaining("clipping bound is 0.0");
        assertThatThrownBy(() -> grid(25, 1, 0, 1, false)).hasMessageContaining("noise multiplier is 0.0");
        assertThatThrownBy(() -> grid(25, 1, 1, 0, false)).hasMessageContaining("shares is 0");
    }
}
