package io.weir.schemas.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.schemas.serde.SampleRecords;
import io.weir.wire.AttestedRound;
import io.weir.wire.EnclaveKey;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacy;
import io.weir.wire.RoundOpened;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class ConfigDigestTest {
    private static String digest(double clientMomentum) {
        RoundOpened opened = SampleRecords.roundOpened();
        opened.put(opened.getSchema().getField("clientMomentum").pos(), clientMomentum);
        return Digests.hex(ByteBuffer.wrap(Digests.configDigest(opened)));
    }

    @Test
    void coversClientMomentum() {
        assertThat(digest(0.5)).isNotEqualTo(digest(0)).isNotEqualTo(digest(0.25));
    }

    @Test
    void isWhatItWasBeforeThereWasMomentumForRoundsWithoutIt() {
        assertThat(digest(0)).isEqualTo("bd73129a101f16ef9342480dfda179064ecb1df9e72fef83985b1e9254517f7a");
    }

    private static final ParticipantPrivacy PRIVACY = ParticipantPrivacy.newBuilder()
            .setMechanism(NoiseMechanism.GAUSSIAN)
            .setNoiseMultiplier(1)
            .setShares(3)
            .setClip(1)
            .setGridBits(20)
            .build();

    private static String digest(ParticipantPrivacy privacy) {
        RoundOpened opened = SampleRecords.roundOpened();
        opened.put(opened.getSchema().getField("participantPrivacy").pos(), privacy);
        return Digests.hex(ByteBuffer.wrap(Digests.configDigest(opened)));
    }

    @Test
    void coversEveryTermOfParticipantsPrivacy() {
        Map<String, UnaryOperator<ParticipantPrivacy.Builder>> changes = new LinkedHashMap<>();
        changes.put("mechanism", privacy -> privacy.setMechanism(NoiseMechanism.TREE));
        changes.put("noiseMultiplier", privacy -> privacy.setNoiseMultiplier(2));
        changes.put("shares", privacy -> privacy.setShares(4));
        changes.put("clip", privacy -> privacy.setClip(2));
        changes.put("gridBits", privacy -> privacy.setGridBits(21));
        changes.put("clipQuantile", privacy -> privacy.setClipQuantile(0.5));
        changes.put("dataRounds", privacy -> privacy.setDataRounds(1));
        changes.put("treeFirstRound", privacy -> privacy.setTreeFirstRound(1));
        changes.put("treeOpenedAtMs", privacy -> privacy.setTreeOpenedAtMs(1));
        changes.put("treeLevels", privacy -> privacy.setTreeLevels(1));

        assertThat(ParticipantPrivacy.getClassSchema().getFields())
                .extracting(Schema.Field::name)
                .containsExactlyElementsOf(changes.keySet());
        changes.forEach((field, change) -> assertThat(digest(
                        change.apply(ParticipantPrivacy.newBuilder(PRIVACY)).build()))
                .as(field)
                .isNotEqualTo(digest(PRIVACY)));
        assertThat(digest(PRIVACY)).isNotEqualTo(digest((ParticipantPrivacy) null));
    }

    @Test
    void coversEverythingOfAnAttestedRoundsKeys() {
        EnclaveKey key = new EnclaveKey(bytes(1), bytes(2), "tdx", bytes(3), List.of(bytes(4)));
        Set<String> digests = new HashSet<>(List.of(digest(0)));
        for (EnclaveKey other : List.of(
                key,
                EnclaveKey.newBuilder(key).setHpkeKey(bytes(5)).build(),
                EnclaveKey.newBuilder(key).setTopologyDigest(bytes(5)).build(),
                EnclaveKey.newBuilder(key).setTee("sgx").build(),
                EnclaveKey.newBuilder(key).setEvidence(bytes(5)).build(),
                EnclaveKey.newBuilder(key).setEndorsements(List.of()).build())) {
            RoundOpened opened = SampleRecords.roundOpened();
            opened.put(opened.getSchema().getField("attested").pos(), new AttestedRound(List.of(other)));
            digests.add(Digests.hex(ByteBuffer.wrap(Digests.configDigest(opened))));
        }

        assertThat(digests).hasSize(7);
    }

    @Test
    void anEpochIsOfOneRoundAndOneModel() {
        Set<ByteBuffer> epochs = Set.of(
                ByteBuffer.wrap(AttestedDigests.epoch("cards", 7, 6, "sha256:00")),
                ByteBuffer.wrap(AttestedDigests.epoch("other", 7, 6, "sha256:00")),
                ByteBuffer.wrap(AttestedDigests.epoch("cards", 8, 6, "sha256:00")),
                ByteBuffer.wrap(AttestedDigests.epoch("cards", 7, 5, "sha256:00")),
                ByteBuffer.wrap(AttestedDigests.epoch("cards", 7, 6, "sha256:01")));

        assertThat(epochs).hasSize(5);
    }

    private static ByteBuffer bytes(int value) {
        return ByteBuffer.wrap(new byte[] {(byte) value});
    }
}
