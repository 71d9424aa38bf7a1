package io.weir.client;

import static io.weir.client.Fixtures.BANK_B;
import static io.weir.client.Fixtures.NOW;
import static io.weir.client.Fixtures.TOPICS;
import static io.weir.client.Fixtures.head;
import static io.weir.client.Fixtures.parameters;
import static io.weir.client.Fixtures.round;
import static io.weir.client.Fixtures.sealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.client.ParticipantException.Category;
import io.weir.schemas.Keys;
import io.weir.wire.ModelHead;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ParticipantTest {
    private static final RoundOpened ROUND_1 = round(1).build();

    private final FakeKafka kafka = new FakeKafka();
    private final Scenario scenario = new Scenario(kafka);

    private FakeKafka openRound1() {
        return kafka.federation(5).topic(TOPICS.roundUpdates(1), 2).model(0).round(1, ROUND_1);
    }

    @Test
    void takesPartInEveryRoundUntilTheFederationIsComplete() throws Exception {
        RoundOpened round2 = round(2).build();
        kafka.federation(2).topic(TOPICS.roundUpdates(1), 2).topic(TOPICS.roundUpdates(2), 2);

        List<String> events = scenario.runReacting(event -> {
            switch (event) {
                case "waiting: no round is open" -> kafka.model(0).round(1, ROUND_1);
                case "published 1 in 3" ->
                    kafka.round(1, sealed(ROUND_1, "bank-a")).model(1).round(2, round2);
                case "published 2 in 3" -> kafka.round(2, sealed(round2)).model(2);
                default -> {}
            }
        });

        assertThat(events)
                .containsExactly(
                        "waiting: no round is open",
                        "model 0",
                        "training 1",
                        "published 1 in 3",
                        "model 1",
                        "sealed 1 with us",
                        "training 2",
                        "published 2 in 3",
                        "model 2",
                        "sealed 2 without us",
                        "completed");
    }

    @Test
    void givesTheTrainerWhatTheRoundAsksFor() throws Exception {
        openRound1();

        scenario.runUntil("published");

        TrainingTask task = scenario.tasks.get(0);
        assertThat(task.parameters()).containsExactly(parameters(0));
        assertThat(task.kind()).isEqualTo(RoundTask.TRAINING);
        assertThat(task.baseVersion()).isZero();
        assertThat(task.settings()).isEqualTo(Map.of("epochs", "1"));
        assertThat(task.manifest()).isEqualTo(Fixtures.MANIFEST);
        assertThat(task.deadline()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void sendsChunksToTheirPartitionsAndThenACommitToEach() throws Exception {
        openRound1();

        scenario.runUntil("published");

        assertThat(kafka.sentKeys())
                .containsExactly(
                        "bank-a/00000@0", "bank-a/00001@1", "bank-a/00002@0", "bank-a/commit@0", "bank-a/commit@1");
        assertThat(kafka.sent()).allMatch(record -> record.topic().equals(TOPICS.roundUpdates(1)));
    }

    @Test
    void aTrainerThatChangesItsParametersInPlaceDoesNotChangeTheModel() throws Exception {
        openRound1();
        RoundOpened again =
                round(2).setBaseVersion(0).setBaseDigest(head(0).getDigest()).build();
        kafka.topic(TOPICS.roundUpdates(2), 2).round(2, again);
        scenario.trainer = task -> {
            task.parameters()[0] += 1;
            return Fixtures.update();
        };

        scenario.runUntil("published 2");

        assertThat(scenario.tasks.get(1).parameters()[0]).isEqualTo(parameters(0)[0] + 1);
    }

    @Test
    void sendsStatisticsBeforeThereIsAModel() throws Exception {
        RoundOpened statistics = round(0).setTask(RoundTask.STATISTICS)
                .setBaseVersion(-1)
                .setBaseDigest("")
                .setParameterCount(2)
                .setChunkCount(1)
                .setClippingBound(1e9)
                .build();
        kafka.federation(5).topic(TOPICS.roundUpdates(0), 2).round(0, statistics);
        scenario.trainer = task -> new LocalUpdate(new float[] {1000, 2000}, 500, 500, Map.of());

        scenario.runUntil("published");

        assertThat(scenario.tasks.get(0).parameters()).isEmpty();
        assertThat(kafka.sentKeys()).containsExactly("bank-a/00000@0", "bank-a/commit@0");
        assertThat(kafka.sent(UpdateCommit.class).get(0).getWeight()).isEqualTo(1);
        assertThat(kafka.sent(UpdateCommit.class).get(0).getExamples()).isEqualTo(500);
        assertThat(kafka.sent(UpdateChunk.class).get(0).getBaseVersion()).isEqualTo(-1);
    }

    @Test
    void aLateJoinerTakesTheNewestOfManyVersions() throws Exception {
        kafka.federation(5)
                .topic(TOPICS.roundUpdates(4), 2)
                .model(0)
                .model(1)
                .model(2)
                .model(3);
        kafka.round(4, round(4).build());

        List<String> events = scenario.runUntil("published");

        assertThat(events).containsExactly("model 3", "training 4", "published 4 in 3");
        assertThat(scenario.tasks.get(0).parameters()).containsExactly(parameters(3));
    }

    @Test
    void leavesRoundsOutThatAreOverOrPastTheirDeadline() throws Exception {
        openRound1().round(1, sealed(ROUND_1));
        kafka.topic(TOPICS.roundUpdates(2), 2)
                .round(2, round(2).setDeadlineMs(NOW.toEpochMilli() - 1).build());

        List<String> events = scenario.runUntil("waiting");

        assertThat(events).anyMatch(event -> event.startsWith("skipped 2: its deadline was"));
        assertThat(scenario.tasks).isEmpty();
        assertThat(kafka.sent()).isEmpty();
    }

    @Test
    void waitsWithAReasonForTheModelOfAnOpenRound() throws Exception {
        kafka.federation(1).topic(TOPICS.roundUpdates(1), 2).round(1, ROUND_1);

        List<String> events = scenario.runReacting(event -> {
            if (event.startsWith(
                    "waiting: round 1 starts from model version 0, which is not in the models topic yet")) {
                kafka.model(0);
            } else if (event.startsWith("published")) {
                kafka.round(1, sealed(ROUND_1, "bank-a")).model(1);
            }
        });

        assertThat(events).contains("training 1", "published 1 in 3", "completed");
    }

    @Test
    void waitsWithAReasonWhileItIsNotEnrolled() throws Exception {
        openRound1()
                .round(1, round(1).setCohort(List.of(Fixtures.member(BANK_B))).build());
        kafka.append(TOPICS.control(), 0, Keys.participant("bank-a"), (byte[]) null);
        kafka.round(1, sealed(ROUND_1));

        List<String> events = scenario.runUntil("waiting");

        assertThat(events)
                .contains("waiting: not enrolled: send the certificate of 'bank-a' to the operator, who enrols it");
    }

    @Test
    void anUntrainableRoundIsLeftOutAndTheNextOneIsNot() throws Exception {
        openRound1();
        scenario.trainer = task -> {
            if (task.round() == 1) {
                throw new TrainingException("the data has one class only");
            }
            return Fixtures.update();
        };

        List<String> events = scenario.runUntil(event -> {
            if (event.startsWith("skipped 1")) {
                kafka.round(1, sealed(ROUND_1)).model(1).topic(TOPICS.roundUpdates(2), 2);
                kafka.round(2, round(2).build());
            }
            return event.startsWith("published 2");
        });

        assertThat(events).contains("skipped 1: training failed: the data has one class only");
    }

    @Test
    void aTrainersRuntimeExceptionCostsARoundNotTheParticipant() throws Exception {
        openRound1();
        scenario.trainer = task -> {
            throw new IllegalStateException("out of ideas");
        };

        List<String> events = scenario.runUntil("skipped");

        assertThat(events.get(events.size() - 1)).contains("the trainer threw").contains("out of ideas");
        assertThat(kafka.sent()).isEmpty();
    }

    @Test
    void doesNotSendWhatARoundThatEndedMeanwhileWouldRefuse() throws Exception {
        openRound1();
        scenario.trainer = task -> {
            kafka.round(1, sealed(ROUND_1));
            return Fixtures.update();
        };

        List<String> events = scenario.runUntil("skipped");

        assertThat(events).contains("skipped 1: it ended before the update was ready");
        assertThat(kafka.sent()).isEmpty();
    }

    @Test
    void refusesAModelThatIsNotTheOneTheRoundNames() throws Exception {
        kafka.federation(5)
                .model(0)
                .round(1, round(1).setBaseDigest("sha256:00").build());

        assertThatThrownBy(() -> scenario.runUntil("published"))
                .isInstanceOfSatisfying(ParticipantException.class, e -> assertThat(e.category())
                        .isEqualTo(Category.MODEL_CORRUPT))
                .hasMessageContaining("not trained on");
        assertThat(scenario.tasks).isEmpty();
    }

    @Test
    void refusesAModelWhoseDigestDoesNotHold() throws Exception {
        kafka.federation(5).model(0);
        ModelHead forged = ModelHead.newBuilder(head(0)).setDigest("sha256:11").build();
        kafka.append(TOPICS.models(), 0, Keys.head(), forged);

        assertThatThrownBy(() -> scenario.runUntil("published"))
                .isInstanceOf(ParticipantException.class)
                .hasMessageContaining("model version 0 cannot be trained on");
    }

    @Test
    void goesPastRecordsThatItCannotRead() throws Exception {
        kafka.federation(5)
                .append(TOPICS.rounds(), 0, Keys.round(1), new byte[] {9, 9, 9})
                .append(TOPICS.control(), 0, "anything", new byte[0]);
        kafka.topic(TOPICS.roundUpdates(1), 2).model(0).round(1, ROUND_1);

        assertThat(scenario.runUntil("published")).contains("published 1 in 3");
    }

    @Test
    void sendsOnlyWhatIsMissingAfterAFailure() throws Exception {
        openRound1();
        kafka.failNextSends(new TimeoutException("no answer"));

        List<String> events = scenario.runUntil("published");

        assertThat(events).anyMatch(event -> event.startsWith("waiting: cannot reach Kafka at localhost:9092"));
        assertThat(kafka.sentKeys())
                .containsExactly(
                        "bank-a/00001@1", "bank-a/00002@0", "bank-a/00000@0", "bank-a/commit@0", "bank-a/commit@1");
    }

    @Test
    void givesUpSendingAtTheDeadline() throws Exception {
        openRound1();
        scenario.trainer = task -> {
            scenario.clock.set(NOW.plus(Duration.ofMinutes(2)));
            return Fixtures.update();
        };

        List<String> events = scenario.runUntil("skipped");

        assertThat(events).contains("skipped 1: its deadline passed before the update was ready");
        assertThat(kafka.sent()).isEmpty();
    }

    @Test
    void endsWithAnErrorThatSaysWhatToDoWhenWritingIsNotAllowed() {
        openRound1();
        kafka.failNextSends(new TopicAuthorizationException("no"));

        assertThatThrownBy(() -> scenario.runUntil("published"))
                .isInstanceOfSatisfying(ParticipantException.class, e -> assertThat(e.category())
                        .isEqualTo(Category.UNAUTHORISED))
                .hasMessageContaining("weir acl");
    }

    @Test
    void endsWhenARecordCanNeverBeSent() {
        openRound1();
        kafka.failNextSends(new RecordTooLargeException("16 MB"));

        assertThatThrownBy(() -> scenario.runUntil("published"))
                .isInstanceOf(ParticipantException.class)
                .hasMessageContaining("16 MB");
    }

    @Test
    void aFederationThatDoesNotExistIsAnErrorThatSaysHowToCreateIt() {
        assertThatThrownBy(() -> scenario.runUntil("published"))
                .isInstanceOfSatisfying(ParticipantException.class, e -> assertThat(e.category())
                        .isEqualTo(Category.UNKNOWN_FEDERATION))
                .hasMessageContaining("weir federation create");
        assertThat(kafka.openClients()).isZero();
    }

    @Test
    void refusesAnIdentityOfAnotherName() {
        scenario.identity = BANK_B;

        assertThatThrownBy(scenario::participant)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weir.participant is 'bank-a', but the certificate is that of 'bank-b'");
    }

    @Test
    void closesWhatItOpened() throws Exception {
        openRound1();

        scenario.runUntil("published");

        assertThat(kafka.openClients()).isZero();
    }
}
