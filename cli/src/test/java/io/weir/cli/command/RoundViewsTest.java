package io.weir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.command.RoundView.Status;
import io.weir.cli.report.Similarity;
import io.weir.guard.Gram;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundViewsTest {
    private static final Comparison NOT_COMPARED = Comparison.omitted("nothing was compared");

    private static List<RoundView> join() {
        return RoundViews.join(
                Rounds.topic(Map.of(
                        4L, Rounds.opened(4),
                        3L, Rounds.sealed(3),
                        2L, Rounds.failed(2),
                        1L, Rounds.sealed(1))),
                Rounds.topic(Map.of(1L, Rounds.verdict(1), 2L, Rounds.verdict(2))),
                Map.of(1L, Rounds.ledger(1)),
                List.of(Rounds.quarantined(1), Rounds.quarantined(9)),
                Set.of(Rounds.opened(3).getTopic(), Rounds.opened(4).getTopic()));
    }

    @Test
    void aRoundWhoseTopicIsGoneIsNotRetained() {
        List<String> lines = RoundText.list(join()).lines().toList();

        assertThat(lines.get(1)).contains("not retained");
        assertThat(lines.get(3)).contains("retained").doesNotContain("not retained");
        assertThat(RoundText.whole(join().get(0), NOT_COMPARED)).contains(".round.000001.updates, not retained");
        assertThat(RoundJson.whole(join().get(0), NOT_COMPARED)
                        .get("updatesRetained")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void roundsComeInOrderWithWhatBecameOfThem() {
        List<RoundView> rounds = join();

        assertThat(rounds).extracting(RoundView::round).containsExactly(1L, 2L, 3L, 4L);
        assertThat(rounds)
                .extracting(RoundView::status)
                .containsExactly(Status.PUBLISHED, Status.FAILED, Status.SEALED, Status.OPEN);
    }

    @Test
    void failedRoundAdmitsNobodyWhateverItsVerdictSaid() {
        RoundView failed = join().get(1);

        assertThat(failed.admitted()).isZero();
        assertThat(failed.rejected()).singleElement().satisfies(rejection -> assertThat(rejection.getDetail())
                .isEqualTo("no update"));
    }

    @Test
    void roundHoldsOnlyItsOwnRefusedRecords() {
        assertThat(join().get(0).quarantined()).hasSize(1);
        assertThat(join().get(2).quarantined()).isEmpty();
    }

    @Test
    void listShowsAdmittedRejectedAndSeconds() {
        String text = RoundText.list(join());

        assertThat(text.lines().toList().get(1))
                .contains("PUBLISHED", "1/3", "bank-b NORM_OUTLIER", "1970-01-01T00:00:01Z", "2.50");
    }

    @Test
    void descriptionNamesEveryMemberOfTheCohort() {
        String text = RoundText.whole(join().get(0), NOT_COMPARED);

        assertThat(text)
                .contains("Cut", "[7]", "after 2.00 s by DEADLINE")
                .containsPattern("bank-a +admitted +8,000 +100 +0\\.25")
                .containsPattern("bank-b +NORM_OUTLIER .*is far above")
                .containsPattern("bank-c +no verdict")
                .contains("Quarantined", "1.02 kB");
    }

    @Test
    void textOfParticipantsCannotControlTheTerminal() {
        assertThat(RoundText.whole(join().get(0), NOT_COMPARED)).doesNotContain("\u001b");
    }

    @Test
    void jsonIsValidEvenWithNumbersThatAreNone() throws Exception {
        String json = RoundJson.whole(join().get(0), NOT_COMPARED).toPrettyString();

        JsonNode parsed = new ObjectMapper().readTree(json);

        assertThat(parsed.at("/status").asText()).isEqualTo("PUBLISHED");
        assertThat(parsed.at("/updates/0/metrics/lossAfter").isNull()).isTrue();
        assertThat(parsed.at("/admissions/0/l2Norm").asDouble()).isEqualTo(0.25);
        assertThat(parsed.at("/rejections/0/evidence/z").asDouble()).isEqualTo(9.5);
        assertThat(parsed.at("/participantsRoot").asText()).isEqualTo("0102");
        assertThat(parsed.at("/quarantined/0/offset").asLong()).isEqualTo(5);
    }

    @Test
    void descriptionShowsFlagsWhoLayNearestAndWhatTheRuleWasGiven() {
        String text = RoundText.whole(join().get(0), compared());

        assertThat(text)
                .contains("Nearest: bank-a at 5.00")
                .containsPattern("bank-a +REPLAY +as before")
                .containsPattern("bank-a +bank-c at 3.00 \\(cos 0\\.00\\)");
        assertThat(RoundText.whole(join().get(0), NOT_COMPARED))
                .contains("Nearest updates: not shown, nothing was compared");
    }

    @Test
    void jsonHoldsFlagsStageNeighboursAndMatrices() throws Exception {
        JsonNode parsed = new ObjectMapper()
                .readTree(RoundJson.whole(join().get(0), compared()).toString());

        assertThat(parsed.at("/flags").asInt()).isEqualTo(1);
        assertThat(parsed.at("/flagged/0/code").asText()).isEqualTo("REPLAY");
        assertThat(parsed.at("/flagged/0/evidence/round").asDouble()).isEqualTo(3);
        assertThat(parsed.at("/rejections/0/stage").asText()).isEqualTo("norm-mad");
        assertThat(parsed.at("/rejections/0/neighbours/0/distance").asDouble()).isEqualTo(5);
        assertThat(parsed.at("/quarantined/0/neighbours/0/participant").asText())
                .isEqualTo("bank-a");
        assertThat(parsed.at("/quarantined/0/evidence/z").asDouble()).isEqualTo(9.5);
        assertThat(parsed.at("/similarity/distances/1/0").asDouble()).isEqualTo(3);
        assertThat(parsed.at("/similarity/cosines/1/1").asDouble()).isEqualTo(1);
        assertThat(RoundJson.whole(join().get(0), NOT_COMPARED)
                        .at("/similarityOmitted")
                        .asText())
                .isEqualTo("nothing was compared");
    }

    /** bank-a's update is zero, bank-c's has length 3. */
    private static Comparison compared() {
        return new Comparison(
                Optional.of(new Similarity(List.of("bank-a", "bank-c"), Gram.ofTriangle(2, new double[] {0, 0, 9}))),
                "");
    }
}
