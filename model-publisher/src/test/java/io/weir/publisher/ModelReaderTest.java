package io.weir.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.weir.publisher.internal.PublisherSession;
import io.weir.wire.LedgerRecord;
import io.weir.wire.ModelChunk;
import io.weir.wire.ModelHead;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelReaderTest {
    private static final int STEPS = 4;

    private final FakeCluster cluster = new FakeCluster();
    private final RecordingListener listener = new RecordingListener();
    private final PublisherConfig config = Fixtures.config(Map.of("weir.models.retain.versions", "2"));
    private final ModelReader reader = new ModelReader(config, cluster);

    @AfterEach
    void close() {
        reader.close();
    }

    @Test
    void thereIsNoHeadBeforeVersionZero() {
        assertThat(reader.head()).isEmpty();
    }

    @Test
    void readsTheNewestVersionAndThenWhatIsAdded() {
        publishUpTo(1);
        Optional<PublishedModel> before = reader.head();

        publishUpTo(3);

        assertThat(before.orElseThrow().head()).isEqualTo(listener.heads.get(1));
        assertThat(reader.head().orElseThrow().head()).isEqualTo(listener.heads.get(3));
        assertThat(reader.retainedVersions()).containsExactly(2L, 3L);
    }

    @Test
    void makesTheHeadOfARetainedOlderVersionAgainFromTheLedger() {
        publishUpTo(3);

        PublishedModel older = reader.version(2);

        assertThat(older.head()).isEqualTo(listener.heads.get(2));
        assertThat(older.parameters()).hasSize(8);
    }

    @Test
    void answersForAVersionThatIsGoneWithThoseThatAreThere() {
        publishUpTo(3);

        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(() -> reader.version(0))
                .withMessageContaining("version 0")
                .withMessageContaining("[2, 3]");
    }

    @Test
    void answersBeforeVersionZeroThatNothingIsPublished() {
        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(() -> reader.version(0))
                .withMessageContaining("nothing is published yet");
    }

    @Test
    void refusesAVersionWhoseChunkWasChanged() {
        publishUpTo(1);
        ModelChunk chunk = (ModelChunk) cluster.records(cluster.topics.models()).stream()
                .filter(row -> row.key().equals("000001/00001"))
                .findFirst()
                .orElseThrow()
                .value();
        ByteBuffer payload = ByteBuffer.allocate(chunk.getPayload().remaining());
        payload.put(chunk.getPayload().duplicate()).flip();
        payload.put(payload.limit() / 2, (byte) (payload.get(payload.limit() / 2) ^ 1));
        ModelHead next = ModelHead.newBuilder(listener.heads.get(1))
                .setVersion(2)
                .setChunkCount(1)
                .build();
        cluster.append(
                cluster.topics.models(),
                "000002/00000",
                ModelChunk.newBuilder(chunk)
                        .setVersion(2)
                        .setChunkIndex(0)
                        .setFirstParameter(0)
                        .setPayload(payload)
                        .build());
        cluster.append(cluster.topics.models(), "head", next);

        assertThatExceptionOfType(CorruptModelException.class)
                .isThrownBy(reader::head)
                .withMessageContaining("version 2")
                .withMessageContaining("chunk 0")
                .withMessageContaining("SHA-256");
    }

    @Test
    void refusesAHeadWithAnotherDigest() {
        publishUpTo(0);
        ModelHead forged = ModelHead.newBuilder(listener.heads.get(0))
                .setDigest("sha256:00")
                .build();
        cluster.append(cluster.topics.models(), "head", forged);

        assertThatExceptionOfType(CorruptModelException.class)
                .isThrownBy(reader::head)
                .withMessageContaining("digest");
    }

    @Test
    void waitsForAVersionNoLongerThanAllowed() {
        publishUpTo(1);

        assertThat(reader.awaitVersion(2, Duration.ofMillis(50))).isEmpty();
        assertThat(reader.awaitVersion(1, Duration.ofMillis(50))).isPresent();
    }

    @Test
    void theLedgerListsEveryVersionThatWasEverPublished() {
        publishUpTo(3);

        LedgerReader ledger = new LedgerReader(config, cluster);

        assertThat(ledger.records().stream().map(LedgerRecord::getVersion)).containsExactly(0L, 1L, 2L, 3L);
        assertThat(ledger.version(1).orElseThrow().getModelDigest())
                .isEqualTo(listener.heads.get(1).getDigest());
        assertThat(ledger.version(4)).isEmpty();
    }

    @Test
    void aMissingTopicMeansThatTheFederationDoesNotExist() {
        cluster.remove(cluster.topics.models());

        assertThatExceptionOfType(FederationNotFoundException.class)
                .isThrownBy(reader::head)
                .withMessageContaining("weir federation create");
    }

    private void publishUpTo(int version) {
        if (listener.heads.isEmpty()) {
            cluster.settings(Fixtures.settings(false));
        }
        for (int round = Math.max(1, listener.heads.size()); round <= version; round++) {
            cluster.slices(Fixtures.round(round, round - 1, 0.5));
        }
        try (PublisherSession session =
                new PublisherSession(config, cluster, listener, LedgerSigner.none(), Clock.systemUTC())) {
            for (int i = 0; i < STEPS; i++) {
                session.step(Duration.ZERO);
            }
        }
    }
}
