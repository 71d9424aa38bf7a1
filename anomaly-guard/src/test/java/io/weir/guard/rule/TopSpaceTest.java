package io.weir.guard.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TopSpaceTest {
    @Test
    void findsTheLargestEigenvalueAndItsVector() {
        TopSpace top = TopSpace.of(new double[][] {{2, 1, 0}, {1, 2, 0}, {0, 0, 1}});

        assertThat(top.value()).isCloseTo(3, within(1e-12));
        assertThat(top.shares()).containsExactly(new double[] {0.5, 0.5, 0}, within(1e-12));
    }

    @Test
    void sharesOfADoubleEigenvalueAreThoseOfItsPlane() {
        TopSpace top = TopSpace.of(new double[][] {{1, 0, 0}, {0, 4, 0}, {0, 0, 4}});

        assertThat(top.value()).isCloseTo(4, within(1e-12));
        assertThat(top.shares()).containsExactly(new double[] {0, 0.5, 0.5}, within(1e-12));
    }

    @Test
    void tellsEigenvaluesApartThatDifferByAMillionth() {
        TopSpace top = TopSpace.of(new double[][] {{1, 0}, {0, 1 + 1e-6}});

        assertThat(top.shares()).containsExactly(new double[] {0, 1}, within(1e-12));
    }

    @Test
    void aZeroMatrixHasNoDirection() {
        TopSpace top = TopSpace.of(new double[2][2]);

        assertThat(top.value()).isZero();
        assertThat(top.shares()).containsOnly(0);
    }
}
