package io.weir.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.wire.Neighbour;
import io.weir.wire.ReasonCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A refusal by a rule says which stage, which value, which bound, and what lay nearest. */
class ExplanationTest {
    /** On a line: four near 1, one at 4, one at 40. */
    private static final double[][] LINE = {{1.0}, {1.1}, {1.2}, {1.3}, {4}, {40}};

    @Test
    void theNearestUpdatesAreNamedWithDistanceAndCosine() {
        Decision.Reject why = rejected("krum", Map.of("f", "1"), LINE, "p4");

        assertThat(why.neighbours()).extracting(Neighbour::getParticipant).containsExactly("p3", "p2", "p1");
        assertThat(why.neighbours().get(0).getDistance()).isCloseTo(2.7, within(1e-9));
        assertThat(why.neighbours().get(0).getCosine()).isCloseTo(1, within(1e-12));
    }

    @Test
    void ofEquallyNearUpdatesTheFirstComeFirst() {
        double[][] copies = {{5}, {5}, {5}, {5}, {5}, {9}};

        Decision.Reject why = rejected("krum", Map.of("f", "1"), copies, "p5");

        assertThat(why.neighbours()).extracting(Neighbour::getParticipant).containsExactly("p0", "p1", "p2");
    }

    @Test
    void whoIsNearIsAskedOfTheUpdatesAsTheyCame() {
        Decision.Reject why = rejected("sign-guard,arc,mean", Map.of("arc.f", "1"), LINE, "p5");

        assertThat(why.stage()).isEqualTo("sign-guard");
        assertThat(why.neighbours().get(0).getParticipant()).isEqualTo("p4");
        assertThat(why.neighbours().get(0).getDistance()).isCloseTo(36, within(1e-9));
    }

    @Test
    void aRuleThatSeesNormsOnlyNamesNobodyElse() {
        RoundStatistics norms = RoundStatistics.of(statistics(LINE).updates());

        Judgement judgement = Rules.named("sign-guard", Map.of()).judge(norms);

        assertThat((Decision.Reject) judgement.decisions().get("p5")).satisfies(why -> {
            assertThat(why.neighbours()).isEmpty();
            assertThat(why.evidence()).containsKeys("norm", "medianNorm", "lowest");
            assertThat(why.evidence().get("highest")).isCloseTo(3 * 1.25, within(1e-12));
        });
    }

    @Test
    void aSelectionSaysTheScoreAndTheLargestThatCounts() {
        Decision.Reject why = rejected("multi-krum", Map.of("f", "1", "m", "2"), LINE, "p4");

        // n − f − 2 = 3 nearest: p3, p2, p1 for p4; p0, p2, p3 for p1; p0, p1, p3 for p2.
        assertThat(why.stage()).isEqualTo("multi-krum");
        assertThat(why.evidence().get("score")).isCloseTo(2.7 * 2.7 + 2.8 * 2.8 + 2.9 * 2.9, within(1e-9));
        assertThat(why.evidence().get("limit")).isCloseTo(0.01 + 0.01 + 0.04, within(1e-9));
        assertThat(why.detail()).contains("23.54").contains("0.06");
    }

    @Test
    void minimumDiameterSaysHowFarTheUpdateIsFromThoseThatCount() {
        Decision.Reject why = rejected("mda", Map.of("f", "2"), LINE, "p4");

        assertThat(why.evidence().get("score")).isCloseTo(3, within(1e-9));
        assertThat(why.evidence().get("limit")).isCloseTo(0.3, within(1e-9));
    }

    @Test
    void dncSaysHowMuchOfTheDeviationIsTheUpdatesOwn() {
        Decision.Reject why = rejected("dnc", Map.of("f", "1"), LINE, "p5");

        assertThat(why.evidence().get("score")).isBetween(0.7, 1.0);
        assertThat(why.evidence().get("limit")).isLessThan(0.1);
        assertThat(why.detail()).contains("share of the deviation along the first direction");
    }

    @Test
    void smeaSaysTheSmallestEigenvalueThatTheUpdateComesWith() {
        double[][] line = {{0}, {0}, {0}, {3}};

        Decision.Reject why = rejected("smea", Map.of("f", "1"), line, "p3");

        // Of 0, 0, 3 the variance is 2; those that count have none.
        assertThat(why.evidence().get("score")).isCloseTo(2, within(1e-9));
        assertThat(why.evidence().get("limit")).isZero();
    }

    @Test
    void cafSaysTheWeightThatWasLost() {
        Decision.Reject why = rejected("caf", Map.of("f", "1"), LINE, "p5");

        assertThat(why.evidence()).containsEntry("score", 1.0);
        assertThat(why.evidence().get("limit")).isLessThan(1);
    }

    @Test
    void bulyanSaysTheScoreWhenTheLastWasPicked() {
        double[][] line = {{0}, {0}, {0}, {0}, {0}, {1}, {3}};

        Decision.Reject why = rejected("bulyan", Map.of("f", "1"), line, "p6");

        // Five are picked, the last of p4, p5, p6, each by its nearest: 1, 1 and 4.
        assertThat(why.evidence()).containsEntry("score", 4.0).containsEntry("limit", 1.0);
    }

    @Test
    void aScoreOfAMixtureIsNobodys() {
        Decision.Reject why = rejected("bucketing,krum", Map.of("s", "1", "f", "1"), LINE, "p5");

        assertThat(why.reason()).isEqualTo(ReasonCode.NOT_SELECTED);
        assertThat(why.evidence()).isEmpty();
    }

    @Test
    void clusteringSaysHowFarTheUpdateIsAndHowFarTheMajorityReaches() {
        double[][] directions = {{1, 0}, {1, 0.1}, {1, -0.1}, {0, 20}, {-1, 0}};

        Decision.Reject why = rejected("flame", Map.of(), directions, "p4");

        assertThat(why.stage()).isEqualTo("flame");
        assertThat(why.evidence().get("distance")).isCloseTo(1 + 1 / Math.sqrt(1.01), within(1e-9));
        assertThat(why.evidence().get("joined")).isCloseTo(1 - 1 / Math.sqrt(1.01), within(1e-9));
    }

    @Test
    void aRoundWithTooFewUpdatesAccusesNobodyOfBeingNearSomebody() {
        Decision.Reject why = rejected("krum", Map.of("f", "5"), LINE, "p0");

        assertThat(why.reason()).isEqualTo(ReasonCode.TOO_FEW_UPDATES);
        assertThat(why.neighbours()).isEmpty();
        assertThat(why.evidence()).containsEntry("updates", 6.0).containsEntry("needed", 13.0);
    }

    private static Decision.Reject rejected(
            String rule, Map<String, String> parameters, double[][] x, String participant) {
        Judgement judgement = Rules.named(rule, parameters).judge(statistics(x));
        return (Decision.Reject) judgement.decisions().get(participant);
    }

    private static RoundStatistics statistics(double[][] x) {
        double[] products = new double[Gram.length(x.length)];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j <= i; j++) {
                for (int k = 0; k < x[i].length; k++) {
                    products[Gram.index(i, j)] += x[i][k] * x[j][k];
                }
            }
        }
        List<UpdateStatistics> updates = IntStream.range(0, x.length)
                .mapToObj(i -> new UpdateStatistics("p" + i, 1, products[Gram.index(i, i)]))
                .toList();
        return new RoundStatistics(updates, Optional.of(Gram.ofTriangle(x.length, products)));
    }
}
