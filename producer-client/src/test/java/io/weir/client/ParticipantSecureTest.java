package io.weir.client;

import static io.weir.client.Fixtures.NOW;
import static io.weir.client.Fixtures.TOPICS;
import static io.weir.client.SecureFixtures.BANKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.client.ParticipantException.Category;
import io.weir.client.SecureFixtures.Bank;
import io.weir.client.update.EncodedUpdate;
import io.weir.schemas.Keys;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.CloseAck;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.CommitteeRefusal;
import io.weir.wire.CommitteeStage;
import io.weir.wire.OpenedShares;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import io.weir.wire.UpdateCommit;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bank A in a federation that hides updates. */
@Timeout(30)
class ParticipantSecureTest {
    private static final RoundOpened ROUND =
            SecureFixtures.signed(SecureFixtures.round(SecureBackend.MASK).build());

    @TempDir
    private Path directory;

    private final FakeKafka kafka = new FakeKafka();
    private final Scenario scenario = new Scenario(kafka);

    @BeforeEach
    void aFederationThatHides() {
        kafka.federation(5)
                .topic(TOPICS.keys(), 1)
                .topic(TOPICS.committee(), 1)
                .topic(TOPICS.roundUpdates(1), 2)
                .model(0)
                .append(TOPICS.control(), 0, Keys.settings(), SecureFixtures.settings(SecureBackend.MASK));
        scenario.secure = Optional.of(BANKS.get(0).keys());
    }

    private void onCommittee() {
        Map<String, String> settings = new HashMap<>(Map.of(
                ParticipantConfig.FEDERATION, Fixtures.FEDERATION,
                ParticipantConfig.PARTICIPANT, "bank-a",
                ParticipantConfig.BOOTSTRAP_SERVERS, "localhost:9092",
                ParticipantConfig.SCHEMA_REGISTRY_URL, "http://localhost:8081",
                ParticipantConfig.STARTUP_TIMEOUT_MS, "2000",
                ParticipantConfig.ROUND_POLL_MS, "10"));
        settings.put(SecureConfig.COMMITTEE, "true");
        settings.put(SecureConfig.STATE_DIR, directory.toString());
        scenario.config = ParticipantConfig.from(settings);
    }

    private void committee(String writer, SpecificRecord record) {
        kafka.append(TOPICS.committee(), 0, Keys.committee(1, writer), record);
    }

    @Test
    void publishesItsKeysOnce() throws Exception {
        scenario.runUntil("waiting");
        Scenario again = new Scenario(kafka);
        again.secure = scenario.secure;
        again.runUntil("waiting");

        assertThat(kafka.sent(ParticipantKeys.class)).singleElement().satisfies(keys -> {
            assertThat(keys.getParticipant()).isEqualTo("bank-a");
            assertThat(keys.getCommittee()).isFalse();
            assertThat(keys.getNotAfterMs()).isGreaterThan(NOW.toEpochMilli());
        });
        assertThat(kafka.sentKeys()).containsExactly("bank-a@0");
    }

    @Test
    void publishesItsKeysAgainIfSomebodyElsePutOthersThere() throws Exception {
        scenario.runUntil("waiting");
        kafka.append(TOPICS.keys(), 0, "bank-a", BANKS.get(1).published());

        Scenario again = new Scenario(kafka);
        again.secure = scenario.secure;
        again.runUntil("waiting");

        assertThat(kafka.sent(ParticipantKeys.class)).hasSize(2);
    }

    @Test
    void sendsTheCommitteesSharesBeforeTheCommits() throws Exception {
        kafka.round(1, ROUND);

        scenario.runUntil("published");

        assertThat(kafka.sentKeys())
                .containsExactly(
                        "bank-a@0",
                        "bank-a/00000@0",
                        "bank-a/00001@1",
                        "bank-a/00002@0",
                        "000001/bank-a@0",
                        "bank-a/commit@0",
                        "bank-a/commit@1");
        assertThat(kafka.sent().get(4).topic()).isEqualTo(TOPICS.committee());
    }

    @Test
    void leavesARoundOutThatItHasNoKeysFor() throws Exception {
        scenario.secure = Optional.empty();
        kafka.round(1, ROUND);

        assertThat(scenario.runUntil("skipped")).anyMatch(event -> event.contains("no keys for that"));
        assertThat(kafka.sent()).isEmpty();
    }

    @Test
    void leavesARoundOutThatHidesTooLittle() throws Exception {
        kafka.round(
                1,
                SecureFixtures.signed(SecureFixtures.round(SecureBackend.MASK)
                        .setSecure(SecureFixtures.secure(SecureBackend.MASK)
                                .setGroupMin(1)
                                .build())
                        .build()));

        assertThat(scenario.runUntil("skipped")).anyMatch(event -> event.contains("hides nothing"));
    }

    @Test
    void servesOnTheCommitteeWhileItTakesPart() throws Exception {
        onCommittee();
        kafka.round(1, ROUND);
        EncodedUpdate ofB = BANKS.get(1).update(ROUND);
        committee("bank-b", ofB.shares().orElseThrow());
        Participant participant = scenario.participant();
        scenario.listener.onEvent(event -> {
            if (event.startsWith("published")) {
                close(ofB);
            } else if (event.startsWith("opened")) {
                participant.close();
            }
        });

        participant.run();

        assertThat(scenario.listener.events()).contains("opened 1 group 0");
        assertThat(kafka.sent(ParticipantKeys.class).get(0).getCommittee()).isTrue();
        assertThat(kafka.sent(CloseAck.class)).hasSize(1);
        assertThat(Files.readString(directory.resolve("fraud.closes"))).startsWith("fraud 1 0 ");
        assertThat(kafka.openClients()).isZero();
    }

    /** What the aggregator and the members B and C write. */
    private void close(EncodedUpdate ofB) {
        UpdateCommit commit = kafka.sent(UpdateCommit.class).get(0);
        List<ClosedUpdate> list = List.of(
                new ClosedUpdate("bank-a", ByteBuffer.wrap(Digests.commitDigest(commit)), commit.getSharesHash()),
                SecureFixtures.closed(ofB));
        committee("aggregator", SecureFixtures.call(ROUND, CommitteeStage.CLOSE, List.of(list)));
        byte[] digest = SecureDigests.close(Fixtures.FEDERATION, 1, 0, list, Digests.configDigest(ROUND));
        for (Bank bank : BANKS.subList(1, 3)) {
            CloseAck unsigned = new CloseAck(
                    Fixtures.FEDERATION,
                    1L,
                    0,
                    bank.name(),
                    ByteBuffer.wrap(digest),
                    bank.identity().signatureAlgorithm(),
                    ByteBuffer.allocate(0));
            byte[] signature = bank.identity().sign(SecureDigests.ack(unsigned));
            committee(
                    bank.name(),
                    CloseAck.newBuilder(unsigned)
                            .setSignature(ByteBuffer.wrap(signature))
                            .build());
        }
    }

    @Test
    void refusesOnTheCommitteeWhatHidesTooLittle() throws Exception {
        onCommittee();
        kafka.round(1, ROUND);
        EncodedUpdate ofB = BANKS.get(1).update(ROUND);
        committee("bank-b", ofB.shares().orElseThrow());
        List<ClosedUpdate> one = List.of(SecureFixtures.closed(ofB));
        committee("aggregator", SecureFixtures.call(ROUND, CommitteeStage.CLOSE, List.of(one)));

        assertThat(scenario.runUntil("refused")).anyMatch(event -> event.contains("GROUP_BELOW_MINIMUM"));
        assertThat(kafka.sent(OpenedShares.class)).isEmpty();
        assertThat(kafka.sent(CommitteeRefusal.class)).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void aDamagedJournalEndsItBeforeItDoesAnything() throws Exception {
        onCommittee();
        Files.writeString(directory.resolve("fraud.closes"), "fraud 1 0 00 00\n");
        Participant participant = scenario.participant();

        assertThatThrownBy(participant::run)
                .isInstanceOfSatisfying(ParticipantException.class, e -> assertThat(e.category())
                        .isEqualTo(Category.JOURNAL))
                .hasMessageContaining("line 1");
        assertThat(kafka.sent()).isEmpty();
    }

    @Test
    void aCommitteeThatFailsEndsTheParticipant() throws Exception {
        onCommittee();
        FakeKafka without =
                new FakeKafka().federation(5).topic(TOPICS.keys(), 1).model(0);
        Scenario other = new Scenario(without);
        other.config = scenario.config;
        other.secure = scenario.secure;
        Participant participant = other.participant();

        assertThatThrownBy(participant::run)
                .isInstanceOf(ParticipantException.class)
                .hasMessageContaining(TOPICS.committee());
    }
}
