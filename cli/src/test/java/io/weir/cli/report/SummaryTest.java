package io.weir.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.report.DemoResult.Guard;
import io.weir.cli.report.DemoResult.Model;
import io.weir.cli.report.DemoResult.Quality;
import io.weir.cli.report.DemoResult.Score;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void comparesTogetherAloneAndPooled() {
        assertThat(Summary.sentence(result(0.84, 0.868, 0.871)))
                .isEqualTo("Together the banks reach AUC 0.868; alone they reach 0.840 on average; "
                        + "with all data in one place it would be 0.871.");
    }

    @Test
    void leavesOutWhatWasNotMeasured() {
        assertThat(Summary.sentence(result(Double.NaN, 0.868, Double.NaN)))
                .isEqualTo("Together the banks reach AUC 0.868.");
    }

    @Test
    void tellsTheShareOfPoolingsGain() {
        assertThat(Summary.gain(result(0.80, 0.875, 0.90))).startsWith("That is 75 % of what sharing all data");
    }

    @Test
    void admitsThatFederationDidNotHelp() {
        assertThat(Summary.gain(result(0.84, 0.80, 0.87))).isEqualTo("That is no better than they reach alone.");
    }

    @Test
    void claimsNoShareWherePoolingGainsNextToNothing() {
        assertThat(Summary.gain(result(0.870, 0.871, 0.871))).isEmpty();
    }

    @Test
    void aShareShortOfAllIsNeverCalledAll() {
        assertThat(Summary.guard(new Guard(0.999, 1, List.of("evil"))))
                .contains("99 % of the refused updates")
                .contains("100 % of the attackers' updates");
    }

    private static DemoResult result(double alone, double together, double pooled) {
        Quality quality = new Quality(new Score(alone, 0.5), new Score(together, 0.5), new Score(pooled, 0.5));
        Guard guard = Guard.measure(List.of(), List.of());
        return new DemoResult(
                "f", List.of(), quality, new Model(0, "sha256:0"), guard, 1, List.of(), Map.of(), List.of());
    }
}
