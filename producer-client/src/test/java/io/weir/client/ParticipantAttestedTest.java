package io.weir.client;

import static io.weir.client.AttestedFixtures.PAIR;
import static io.weir.client.Fixtures.BANK_A;
import static io.weir.client.Fixtures.TOPICS;
import static io.weir.client.Fixtures.round;
import static io.weir.client.Fixtures.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.client.update.UpdateEncoder;
import io.weir.privacy.attestation.PolicyException;
import io.weir.privacy.hpke.HpkeKeyPair;
import io.weir.privacy.sealing.SealingContext;
import io.weir.privacy.sealing.UpdateOpener;
import io.weir.privacy.sealing.UpdateOpener.Opening;
import io.weir.schemas.Keys;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.digest.AttestedDigests;
import io.weir.schemas.digest.Digests;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bank A in an attested federation. */
@Timeout(30)
class ParticipantAttestedTest {
    private static final String TOPIC = TOPICS.roundUpdates(1);
    private static final RoundOpened PLAIN = round(1).build();
    private static final RoundOpened ROUND = AttestedFixtures.attested(PLAIN);

    @TempDir
    private Path directory;

    private final FakeKafka kafka = new FakeKafka();
    private final Scenario scenario = new Scenario(kafka);

    @BeforeEach
    void aFederation() {
        kafka.federation(5).topic(TOPIC, 2).model(0);
    }

    private void demands(Properties policy) throws IOException {
        Path file = directory.resolve("policy.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            policy.store(writer, null);
        }
        configured(AttestationConfig.POLICY, file.toString());
    }

    private void configured(String key, String value) {
        ParticipantConfig config = Fixtures.config();
        Map<String, String> settings = new HashMap<>(Map.of(
                ParticipantConfig.FEDERATION, config.federation(),
                ParticipantConfig.PARTICIPANT, config.participant(),
                ParticipantConfig.BOOTSTRAP_SERVERS, config.bootstrapServers(),
                ParticipantConfig.SCHEMA_REGISTRY_URL, config.schemaRegistryUrl(),
                ParticipantConfig.ROUND_POLL_MS, "10"));
        settings.put(key, value);
        scenario.config = ParticipantConfig.from(settings);
    }

    @Test
    void whatItSendsOnlyTheAggregatorReads() throws Exception {
        demands(AttestedFixtures.policy());
        kafka.round(1, ROUND);

        scenario.runUntil("published");

        for (UpdateChunk chunk : kafka.sent(UpdateChunk.class)) {
            assertThatThrownBy(() -> decoded(chunk, chunk.getPayload())).isInstanceOf(RuntimeException.class);
        }
        assertThat(opened(ROUND, new UpdateOpener(PAIR, 0, 1))).containsExactly(update().values());
    }

    /** Partitions may move from one to the other. */
    @Test
    void eachOfSeveralAggregatorsReadsAllOfIt() throws Exception {
        HpkeKeyPair other = HpkeKeyPair.generate();
        byte[] epoch = AttestedDigests.epoch(PLAIN);
        RoundOpened shared = AttestedFixtures.with(
                PLAIN,
                AttestedFixtures.key(AttestedFixtures.TEE, PAIR, AttestedFixtures.topology(), epoch),
                AttestedFixtures.key(AttestedFixtures.TEE, other, AttestedFixtures.topology(), epoch));
        demands(AttestedFixtures.policy());
        kafka.round(1, shared);

        scenario.runUntil("published");

        assertThat(opened(shared, new UpdateOpener(PAIR, 0, 2))).containsExactly(update().values());
        assertThat(opened(shared, new UpdateOpener(other, 1, 2))).containsExactly(update().values());
    }

    private float[] opened(RoundOpened round, UpdateOpener opener) {
        float[] values = new float[update().values().length];
        for (UpdateChunk chunk : kafka.sent(UpdateChunk.class)) {
            Opening opening = opener.open(
                    new SealingContext(Digests.configDigest(round), "bank-a", chunk.getWeight(), 3),
                    chunk.getChunkIndex(),
                    chunk.getPayload());
            assertThat(opening).isInstanceOf(Opening.Opened.class);
            float[] part = decoded(chunk, ((Opening.Opened) opening).payload());
            System.arraycopy(part, 0, values, (int) chunk.getFirstParameter(), part.length);
        }
        return values;
    }

    private static float[] decoded(UpdateChunk chunk, ByteBuffer payload) {
        float[] values = new float[chunk.getLength()];
        ArrowCodecs.decodeFloats(chunk.getCodec(), payload, chunk.getLength(), values, 0);
        return values;
    }

    @Test
    void itsCommitTellsNothingOfTraining() throws Exception {
        demands(AttestedFixtures.policy());
        kafka.round(1, ROUND);

        scenario.runUntil("published");

        assertThat(kafka.sent(UpdateCommit.class)).isNotEmpty().allSatisfy(commit -> {
            assertThat(commit.getMetrics()).isEmpty();
            assertThat(commit.getL2Norm()).isZero();
        });
    }

    @Test
    void afterARestartItSendsWhatIsMissingAndTheSameBytes() throws Exception {
        demands(AttestedFixtures.policy());
        UpdateChunk first =
                new UpdateEncoder(BANK_A).encode(ROUND, update()).chunks().get(0);
        kafka.round(1, ROUND);
        kafka.append(TOPIC, 0, Keys.chunk("bank-a", 0), first);

        scenario.runUntil("published");

        assertThat(kafka.sent(UpdateChunk.class))
                .extracting(UpdateChunk::getChunkIndex)
                .containsExactlyInAnyOrder(1, 2);
        assertThat(kafka.sent(UpdateCommit.class))
                .allSatisfy(commit -> assertThat(commit.getChunkHashes().get(0)).isEqualTo(first.getSha256()));
    }

    @Test
    void neitherTrainsNorSendsIfTheMeasurementIsAnother() throws Exception {
        Properties other = AttestedFixtures.policy();
        other.setProperty("measurement", "00".repeat(48));
        demands(other);
        kafka.round(1, ROUND);

        List<String> events = scenario.runUntil("skipped");

        assertThat(events).anySatisfy(event -> assertThat(event).contains("key 1 of 1", "MEASUREMENT_MISMATCH"));
        nothingHappened();
    }

    @Test
    void sendsNothingInTheClearToAFederationThatGaveUpAttestation() throws Exception {
        demands(AttestedFixtures.policy());
        kafka.round(1, PLAIN);

        List<String> events = scenario.runUntil("skipped");

        assertThat(events).anySatisfy(event -> assertThat(event).contains("not attested"));
        nothingHappened();
    }

    @Test
    void leavesAttestedRoundsOutIfItAcceptsNobody() throws Exception {
        kafka.round(1, ROUND);

        List<String> events = scenario.runUntil("skipped");

        assertThat(events).anySatisfy(event -> assertThat(event).contains("weir.attestation.policy"));
        nothingHappened();
    }

    private void nothingHappened() {
        assertThat(scenario.tasks).isEmpty();
        assertThat(kafka.sent()).isEmpty();
    }

    @Test
    void aPolicyThatCannotBeReadEndsTheParticipantBeforeItBegins() {
        configured(AttestationConfig.POLICY, directory.resolve("none").toString());

        assertThatThrownBy(scenario::participant)
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void endorsementsWithoutAPolicyAreAnError() {
        assertThatThrownBy(() -> configured(AttestationConfig.ENDORSEMENTS, "collateral"))
                .hasMessageContaining("weir.attestation.policy");
        assertThatThrownBy(() -> configured(AttestationConfig.TOPOLOGY, "abc"))
                .hasMessageContaining("weir attest topology");
    }
}
