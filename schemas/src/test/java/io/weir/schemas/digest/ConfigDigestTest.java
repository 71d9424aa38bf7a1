package io.weir.schemas.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.schemas.serde.SampleRecords;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacy;
import io.weir.wire.RoundOpened;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
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
}
