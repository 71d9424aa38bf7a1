package io.weir.client;

import static io.weir.client.Fixtures.BANK_B;
import static io.weir.client.Fixtures.TOPICS;
import static io.weir.client.Fixtures.identity;
import static io.weir.client.Fixtures.round;
import static io.weir.client.Fixtures.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.client.update.EncodedUpdate;
import io.weir.client.update.UpdateEncoder;
import io.weir.privacy.identity.KeyType;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.Keys;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateCommit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a participant does that was ended in mid-round and started again. */
@Timeout(30)
class ParticipantResumeTest {
    private static final String TOPIC = TOPICS.roundUpdates(1);

    private final ParticipantIdentity bankA = identity("bank-a", KeyType.ECDSA_P256);
    private final RoundOpened opened =
            round(1).setCohort(List.of(Fixtures.member(bankA))).build();
    private final FakeKafka kafka = new FakeKafka();
    private final Scenario scenario = new Scenario(kafka);

    @BeforeEach
    void anOpenRound() {
        scenario.identity = bankA;
        kafka.federation(5).topic(TOPIC, 2).model(0).round(1, opened);
    }

    private EncodedUpdate encoded(LocalUpdate update) throws TrainingException {
        return new UpdateEncoder(bankA).encode(opened, update);
    }

    private void chunkIsThere(EncodedUpdate update, int chunk) {
        kafka.append(
                TOPIC,
                update.partition(chunk),
                Keys.chunk("bank-a", chunk),
                update.chunks().get(chunk));
    }

    private void allChunksAreThere(EncodedUpdate update) {
        for (int c = 0; c < update.chunks().size(); c++) {
            chunkIsThere(update, c);
        }
    }

    private void commitIsThere(UpdateCommit commit, int partition) {
        kafka.append(TOPIC, partition, Keys.commit("bank-a"), commit);
    }

    @Test
    void neitherTrainsNorSendsWhatIsThereAsAWhole() throws Exception {
        EncodedUpdate update = encoded(update());
        allChunksAreThere(update);
        commitIsThere(update.commit(), 0);
        commitIsThere(update.commit(), 1);

        List<String> events = scenario.runUntil("published");

        assertThat(events).contains("published 1 in 3");
        assertThat(scenario.tasks).isEmpty();
        assertThat(kafka.sent()).isEmpty();
    }

    @Test
    void repeatsAMissingCommitByteByByteWithoutTraining() throws Exception {
        EncodedUpdate update = encoded(update());
        allChunksAreThere(update);
        commitIsThere(update.commit(), 0);

        scenario.runUntil("published");

        assertThat(scenario.tasks).isEmpty();
        assertThat(kafka.sentKeys()).containsExactly("bank-a/commit@1");
        assertThat(kafka.sent().get(0).value()).isEqualTo(kafka.bytes(update.commit()));
    }

    @Test
    void sendsOnlyTheChunksThatAreMissingIfTrainingRepeatsItself() throws Exception {
        chunkIsThere(encoded(update()), 0);
        chunkIsThere(encoded(update()), 1);

        scenario.runUntil("published");

        assertThat(scenario.tasks).hasSize(1);
        assertThat(kafka.sentKeys()).containsExactly("bank-a/00002@0", "bank-a/commit@0", "bank-a/commit@1");
    }

    @Test
    void sendsEverythingAnewIfTrainingDoesNotRepeatItself() throws Exception {
        float[] others = {9, 9, 9, 9, 9, 9, 9};
        EncodedUpdate other = encoded(new LocalUpdate(others, 1, 1, Map.of()));
        chunkIsThere(other, 0);
        chunkIsThere(other, 1);

        scenario.runUntil("published");

        assertThat(kafka.sentKeys())
                .containsExactly(
                        "bank-a/00000@0", "bank-a/00001@1", "bank-a/00002@0", "bank-a/commit@0", "bank-a/commit@1");
    }

    @Test
    void isNotTakenInByAnothersRecordsUnderItsKeys() throws Exception {
        EncodedUpdate update = encoded(update());
        allChunksAreThere(update);
        UpdateCommit forged = UpdateCommit.newBuilder(
                        new UpdateEncoder(BANK_B).encode(opened, update()).commit())
                .setParticipant("bank-a")
                .build();
        commitIsThere(forged, 0);
        commitIsThere(forged, 1);

        scenario.runUntil("published");

        assertThat(kafka.sentKeys()).containsExactly("bank-a/commit@0", "bank-a/commit@1");
        assertThat(kafka.sent(UpdateCommit.class)).doesNotContain(forged);
    }

    @Test
    void believesAChunksBytesAndNotTheHashItClaims() throws Exception {
        EncodedUpdate update = encoded(update());
        var claimed = io.weir.wire.UpdateChunk.newBuilder(update.chunks().get(0))
                .setPayload(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .build();
        kafka.append(TOPIC, 0, Keys.chunk("bank-a", 0), claimed);

        scenario.runUntil("published");

        assertThat(kafka.sentKeys()).contains("bank-a/00000@0");
    }

    @Test
    void neverCommitsToTwoUpdatesInOneRound() throws Exception {
        float[] others = {9, 9, 9, 9, 9, 9, 9};
        EncodedUpdate other = encoded(new LocalUpdate(others, 1, 1, Map.of()));
        chunkIsThere(other, 0);
        commitIsThere(other.commit(), 0);

        List<String> events = scenario.runUntil("skipped");

        assertThat(events).anyMatch(event -> event.contains("a second commit would be equivocation"));
        assertThat(kafka.sent()).isEmpty();
    }

    @Test
    void completesAnEarlierCommitIfTrainingGivesTheLostChunkAgain() throws Exception {
        EncodedUpdate update = encoded(update());
        chunkIsThere(update, 0);
        chunkIsThere(update, 2);
        commitIsThere(update.commit(), 0);

        scenario.runUntil("published");

        assertThat(kafka.sentKeys()).containsExactly("bank-a/00001@1", "bank-a/commit@1");
        assertThat(kafka.sent().get(1).value()).isEqualTo(kafka.bytes(update.commit()));
    }
}
