package io.weir.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.report.DemoResult.Failed;
import io.weir.cli.report.DemoResult.Guard;
import io.weir.cli.report.DemoResult.Outcome;
import io.weir.cli.report.DemoResult.Published;
import io.weir.cli.report.DemoResult.Rejection;
import io.weir.cli.report.DemoResult.Round;
import io.weir.cli.report.DemoResult.Score;
import io.weir.cli.report.DemoResult.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoResultTest {
    private static final Outcome PUBLISHED = new Published(1, "sha256:0");

    @Test
    void precisionAndRecallCountUpdatesOfAllRounds() {
        List<Round> rounds = List.of(
                round(PUBLISHED, List.of("a", "b"), "evil"),
                round(PUBLISHED, List.of("b", "evil"), "a"),
                round(PUBLISHED, List.of("a", "b"), "evil"),
                round(PUBLISHED, List.of("a", "b", "evil")));

        Guard guard = Guard.measure(List.of("evil"), rounds);

        assertThat(guard.precision()).isEqualTo(2.0 / 3);
        assertThat(guard.recall()).isEqualTo(0.5);
    }

    @Test
    void aParticipantRejectedTwiceInARoundCountsOnce() {
        List<Round> rounds =
                List.of(round(PUBLISHED, List.of("a"), "evil", "evil"), round(PUBLISHED, List.of("evil"), "a"));

        Guard guard = Guard.measure(List.of("evil"), rounds);

        assertThat(guard.precision()).isEqualTo(0.5);
        assertThat(guard.recall()).isEqualTo(0.5);
    }

    @Test
    void aVerdictTellsRejectedAdmittedMissingAndVoidApart() {
        Round failed = new Round(
                3,
                new Failed("QUORUM_NOT_REACHED"),
                List.of(),
                List.of(new Rejection("evil", "NOT_FINITE", "")),
                1,
                1,
                Score.UNDEFINED,
                Map.of("evil", Double.NaN, "a", 1.0),
                1);

        assertThat(failed.verdictOn("evil")).isEqualTo(Verdict.REJECTED);
        assertThat(failed.verdictOn("a")).isEqualTo(Verdict.VOID);
        assertThat(failed.verdictOn("absent")).isEqualTo(Verdict.MISSING);
        assertThat(round(PUBLISHED, List.of("a")).verdictOn("a")).isEqualTo(Verdict.ADMITTED);
    }

    private static Round round(Outcome outcome, List<String> admitted, String... rejected) {
        List<Rejection> rejections = List.of(rejected).stream()
                .map(name -> new Rejection(name, "NORM_OUTLIER", ""))
                .toList();
        return new Round(1, outcome, admitted, rejections, 1, 1, Score.UNDEFINED, Map.of(), Double.NaN);
    }
}
