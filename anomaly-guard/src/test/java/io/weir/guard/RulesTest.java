package io.weir.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.weir.guard.history.History;
import io.weir.guard.history.Past;
import io.weir.wire.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
    static List<String> names() {
        return Rules.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyStageStandsInTheReference(String name) throws IOException {
        assertThat(Files.readAllLines(Path.of("../docs/reference/rules.md")))
                .anyMatch(line -> line.startsWith("| `" + name + "` |"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyStageJudgesARoundWithItsDefaults(String name) {
        String rule = List.of("nnm", "bucketing").contains(name) ? name + ",mean" : name;

        Map<String, Decision> decisions = Rules.named(rule, Map.of(VerdictRule.REFERENCE, "p9"))
                .judge(round(10).withReference("p9"))
                .decisions();

        assertThat(decisions).hasSize(9);
        assertThat(decisions.values()).anyMatch(Decision.Admit.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource({
        "krum, 3, 9",
        "multi-krum, 3, 9",
        "bulyan, 2, 11",
        "mda, 3, 7",
        "smea, 3, 7",
        "caf, 3, 7",
        "dnc, 3, 7",
        "meamed, 3, 7",
        "'nnm,median', 3, 7",
        "'arc,mean', 3, 7",
        "'nnm,krum', 3, 9"
    })
    void aStageRefusesFewerUpdatesThanItsFNeeds(String rule, String f, int needed) {
        VerdictRule named = Rules.named(rule, Map.of("f", f));

        assertThat(named.updatesMin()).isEqualTo(needed);
        assertThat(named.judge(round(needed)).decisions().values()).anyMatch(Decision.Admit.class::isInstance);
        assertThat(named.judge(round(needed - 1)).decisions().values()).allSatisfy(decision -> assertThat(decision)
                .isInstanceOfSatisfying(Decision.Reject.class, reject -> assertThat(reject.reason())
                        .isEqualTo(ReasonCode.TOO_FEW_UPDATES)));
    }

    @Test
    void aFilterLeavesLaterStagesWhatTheyNeedAndTheClearestGoFirst() {
        double[] squaredNorms = {1e8, 1e10, 1e9, 1, 1, 1, 1};
        List<UpdateStatistics> updates = IntStream.range(0, 7)
                .mapToObj(i -> new UpdateStatistics("p" + i, 1, squaredNorms[i]))
                .toList();
        RoundStatistics round = new RoundStatistics(updates, round(7).gram());

        assertThat(rejected("norm-mad,nnm,median", "1", round)).containsExactly("p0", "p1", "p2");
        assertThat(rejected("norm-mad,nnm,median", "2", round)).containsExactly("p1", "p2");
        assertThat(rejected("norm-mad,nnm,median", "3", round)).isEmpty();
    }

    private static List<String> rejected(String rule, String f, RoundStatistics round) {
        return rejected(rule, Map.of("f", f), round);
    }

    private static List<String> rejected(String rule, Map<String, String> parameters, RoundStatistics round) {
        return Rules.named(rule, parameters).judge(round).decisions().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Decision.Reject)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    @Test
    void hardRefusalsLowerFNoFurtherThanTheStagesNeed() {
        VerdictRule krum = Rules.named("nnm,krum", Map.of("f", "3", "nnm.f", "2"));

        assertThat(Rules.forRound(krum, 9, 4)).isSameAs(krum);
        assertThat(Rules.forRound(krum, 8, 4).parameters()).containsOnly(entry("f", "2"), entry("nnm.f", "1"));
        assertThat(Rules.forRound(krum, 5, 4).parameters()).containsOnly(entry("f", "1"), entry("nnm.f", "0"));
        assertThat(Rules.forRound(krum, 5, 1)).as("one is not enough").isSameAs(krum);
        assertThat(Rules.forRound(Rules.named("krum", Map.of()), 4, 1).parameters())
                .containsOnly(entry("f", "0"));
        VerdictRule average = Rules.named("fedavg", Map.of());
        assertThat(Rules.forRound(average, 0, 9)).isSameAs(average);
    }

    @Test
    void noiseIsMeasuredByTheMedianNormOfEveryUpdateThatCame() {
        double[] norms = {1, 2, 3, 4, 1e6};
        List<UpdateStatistics> updates = IntStream.range(0, 5)
                .mapToObj(i -> new UpdateStatistics("p" + i, 1, norms[i] * norms[i]))
                .toList();

        VerdictRule noisy = Rules.named("norm-mad,clipping,mean", Map.of("mean.noise", "0.01"));
        Judgement judgement = noisy.judge(RoundStatistics.of(updates));

        assertThat(judgement.decisions().get("p4")).isInstanceOf(Decision.Reject.class);
        assertThat(judgement.noise()).isEqualTo(0.03);
        assertThat(noisy.addsNoise()).isTrue();
        assertThat(Rules.named("mean", Map.of()).addsNoise()).isFalse();
        assertThat(Rules.named("mean", Map.of())
                        .judge(RoundStatistics.of(updates))
                        .noise())
                .isZero();
    }

    @Test
    void aStageRefusesMoreUpdatesThanItCanWorkOn() {
        VerdictRule smea = Rules.named("smea", Map.of("f", "9"));

        assertThat(smea.judge(round(21)).decisions().values()).hasSize(21).allSatisfy(decision -> assertThat(decision)
                .isInstanceOfSatisfying(Decision.Reject.class, reject -> {
                    assertThat(reject.reason()).isEqualTo(ReasonCode.TOO_MANY_UPDATES);
                    assertThat(reject.detail()).contains("at most 20").contains("21");
                }));
    }

    @Test
    void referencesStayBesideTheRowsThroughFiltersAndMixing() {
        RoundStatistics plain = round(6);
        Gram withRoot = round(7).gram().orElseThrow();
        RoundStatistics round = new RoundStatistics(plain.updates(), Optional.of(withRoot), List.of("root"));

        assertThat(Rules.named("sign-guard,nnm,krum", Map.of()).judge(round))
                .isEqualTo(Rules.named("sign-guard,nnm,krum", Map.of()).judge(plain));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fltrust", "arc,monna"})
    void aRuleThatComparesWithATrustedUpdateNeedsOne(String rule) {
        VerdictRule named = Rules.named(rule, Map.of(VerdictRule.REFERENCE, "p6"));

        assertThat(named.needsReference()).isTrue();
        assertThatThrownBy(() -> Rules.named(rule, Map.of())).hasMessageContaining("--reference");
        assertThat(named.judge(round(6)).decisions().values()).hasSize(6).allSatisfy(decision -> assertThat(decision)
                .isInstanceOfSatisfying(Decision.Reject.class, reject -> assertThat(reject.detail())
                        .contains("'p6'")));
        assertThat(named.judge(round(7).withReference("p6")).decisions())
                .hasSize(6)
                .doesNotContainKey("p6");
    }

    @Test
    void theReferenceIsARowBesideTheUpdates() {
        RoundStatistics plain = round(7);

        RoundStatistics referred = plain.withReference("p2");

        assertThat(referred.updates())
                .extracting(UpdateStatistics::participant)
                .containsExactly("p0", "p1", "p3", "p4", "p5", "p6");
        assertThat(referred.references()).containsExactly(RoundStatistics.ROOT);
        assertThat(referred.gram().orElseThrow().product(6, 2))
                .isEqualTo(plain.gram().orElseThrow().product(2, 3));
        assertThat(referred.only(new int[] {2, 5}).gram().orElseThrow().product(2, 0))
                .isEqualTo(plain.gram().orElseThrow().product(2, 3));
        assertThat(plain.withReference("nobody")).isSameAs(plain);
    }

    @Test
    void bucketsAreDealtAnewInEveryRoundAndTheSameForARound() {
        VerdictRule bucketed = Rules.named("bucketing,median", Map.of("seed", "7"));
        RoundStatistics first = round(9).ofRound(1);

        assertThat(bucketed.judge(first)).isEqualTo(bucketed.judge(first));
        assertThat(bucketed.judge(first)).isNotEqualTo(bucketed.judge(first.ofRound(2)));
        assertThat(bucketed.judge(first))
                .isNotEqualTo(
                        Rules.named("bucketing,median", Map.of("seed", "8")).judge(first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fltrust", "nnm,fltrust"})
    void updatesFarShorterThanTheReferenceCountAtMostOnce(String rule) {
        double[] lengths = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 1000};
        double[] products = new double[Gram.length(lengths.length)];
        for (int i = 0; i < lengths.length; i++) {
            for (int j = 0; j <= i; j++) {
                products[Gram.index(i, j)] = lengths[i] * lengths[j];
            }
        }
        List<UpdateStatistics> updates = IntStream.range(0, lengths.length)
                .mapToObj(i -> new UpdateStatistics("p" + i, 1, lengths[i] * lengths[i]))
                .toList();
        RoundStatistics round = new RoundStatistics(updates, Optional.of(Gram.ofTriangle(lengths.length, products)));

        Judgement judgement =
                Rules.named(rule, Map.of(VerdictRule.REFERENCE, "p6")).judge(round.withReference("p6"));

        List<Double> shares = judgement.decisions().values().stream()
                .map(decision -> ((Decision.Admit) decision).clipFactor() / judgement.divisor())
                .toList();
        assertThat(shares).hasSize(6).allMatch(share -> share <= 1).anyMatch(share -> share > 0.99);
    }

    @Test
    void dncKeepsWhatStandsOutInNoSample() {
        // Over the first sample p0 is far out, over the second p8; over all coordinates p4.
        double[] triangles = IntStream.of(4, 0, 8)
                .boxed()
                .flatMapToDouble(far -> IntStream.range(0, 9).boxed().flatMapToDouble(i -> IntStream.rangeClosed(0, i)
                        .mapToDouble(j -> 1 + place(i, far) * place(j, far))))
                .toArray();
        RoundStatistics round = new RoundStatistics(round(9).updates(), Optional.of(Gram.ofTriangles(9, triangles)));
        Map<String, String> twice = Map.of("sample", "0.5", "iterations", "2");

        assertThat(rejected("dnc", Map.of(), round)).containsExactly("p4");
        assertThat(rejected("dnc", twice, round)).containsExactly("p0", "p8");
        assertThat(Rules.named("dnc", twice).samples(3)).hasSize(2).doesNotHaveDuplicates();
        assertThat(Rules.named("dnc", twice).samples(3))
                .doesNotContainAnyElementsOf(Rules.named("dnc", twice).samples(4));
        assertThat(Rules.named("dnc", Map.of()).samples(3)).isEmpty();
        assertThat(Rules.named("dnc", Map.of("f", "3", "sample", "0.5", "iterations", "4"))
                        .updatesMin())
                .isEqualTo(13);
    }

    @Test
    void productsOverSamplesLeaveRoomForFewerUpdates() {
        int most = Rules.named("nnm,dnc", Map.of("sample", "0.5", "iterations", "8"))
                .updatesMax();

        assertThat(9 * Gram.length(most)).isLessThanOrEqualTo(Gram.length(VerdictRule.GRAM_UPDATES_MAX));
        assertThat(9 * Gram.length(most + 2)).isGreaterThan(Gram.length(VerdictRule.GRAM_UPDATES_MAX));
        assertThat(Rules.named("nnm,dnc", Map.of()).updatesMax()).isEqualTo(VerdictRule.GRAM_UPDATES_MAX);
    }

    private static double place(int row, int far) {
        return row == far ? 5 : row / 10.0;
    }

    @Test
    void monnaTakesThoseNearestToTheReference() {
        Map<String, Decision> decisions = Rules.named("monna", Map.of("f", "2", VerdictRule.REFERENCE, "p6"))
                .judge(round(7).withReference("p6"))
                .decisions();

        assertThat(decisions.keySet().stream().filter(name -> decisions.get(name) instanceof Decision.Admit))
                .containsExactlyInAnyOrder("p2", "p3", "p4", "p5");
    }

    @Test
    void anUnknownParameterIsRefused() {
        assertThatThrownBy(() -> Rules.named("multi-krum", Map.of("k", "1"))).hasMessageContaining("it takes f, m,");
        assertThatThrownBy(() -> Rules.named("norm-mad, nnm, mean", Map.of("krum.f", "1")))
                .hasMessage("rule norm-mad, nnm, mean has no parameter 'krum.f': it takes f, k, mad.ceiling, mad.floor,"
                        + " noise, also with one stage's name before");
        assertThatThrownBy(() -> Rules.named("fedavg", Map.of("f", "1")))
                .hasMessage("rule fedavg takes no parameters: leave 'f' out");
        assertThatThrownBy(() -> Rules.named("mda", Map.of("f", "17"))).hasMessageContaining("0.0 to 16.0");
    }

    @Test
    void spacesMayFollowCommas() {
        String spaced = " norm-mad, arc,nnm ,  trimmed-mean ";

        assertThat(Rules.named(spaced, Map.of("f", "2")).updatesMin()).isEqualTo(5);
        assertThat(Rules.canonical(spaced)).isEqualTo("norm-mad,arc,nnm,trimmed-mean");
    }

    @Test
    void mistakesInAPipelineNameTheKey() {
        assertThatThrownBy(() -> Rules.named("norm-mad,,mean", Map.of()))
                .hasMessageStartingWith("weir.guard.pipeline '' is not known");
        assertThatThrownBy(() -> Rules.named("mean,nnm", Map.of())).hasMessageContaining("weir.guard.pipeline");
    }

    /** Rows {@code (1, i/10)}. */
    private static RoundStatistics round(int n) {
        double[] products = new double[Gram.length(n)];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                products[Gram.index(i, j)] = 1 + i * j / 100.0;
            }
        }
        Map<String, double[]> sketches = new HashMap<>();
        IntStream.range(0, n).forEach(i -> sketches.put("p" + i, new double[] {1, i / 10.0}));
        return new RoundStatistics(
                        IntStream.range(0, n)
                                .mapToObj(i -> new UpdateStatistics("p" + i, 1, products[Gram.index(i, i)]))
                                .toList(),
                        Optional.of(Gram.ofTriangle(n, products)))
                .after(new Past(History.NONE, sketches));
    }
}
