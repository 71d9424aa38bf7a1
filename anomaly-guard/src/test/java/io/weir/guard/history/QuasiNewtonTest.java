package io.weir.guard.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuasiNewtonTest {
    /** B s = y for the newest pair: the step goes on as it went, at a third of the length. */
    @Test
    void theNewestPairIsMetExactly() {
        List<double[]> steps = List.of(new double[] {4, 1, 0}, new double[] {1, 3, 1}, new double[] {0.5, 1.5, 0.5});

        double[] change = QuasiNewton.change(steps);

        // s = (1, 3, 1), y = s − s/2 = s/2; v = s/2, so B v = s/4.
        assertThat(change).containsExactly(new double[] {-0.25, -0.75, -0.25}, within(1e-12));
    }

    @Test
    void withoutCurvatureNothingChanges() {
        assertThat(QuasiNewton.change(List.of(new double[] {1, 2}))).containsExactly(0, 0);
        assertThat(QuasiNewton.change(List.of(new double[] {1, 2}, new double[] {1, 2})))
                .containsExactly(0, 0);
        assertThat(QuasiNewton.change(List.of(new double[2], new double[] {1, 2})))
                .containsExactly(0, 0);
    }
}
