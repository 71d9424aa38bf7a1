package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.federation.Connection;
import io.weir.cli.federation.TopicSnapshot;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.schemas.Keys;
import io.weir.wire.RoundOpened;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A bank that is stopped in mid-round and started again sends what is missing, and nothing twice. */
@ExtendWith(SharedCluster.class)
@Timeout(120)
class RestartIT {
    private static final long ROUND = 2;

    private final Connection connection;

    @TempDir
    private Path directory;

    private Bank restarted;
    private Bank slow;

    RestartIT(Connection connection) {
        this.connection = connection;
    }

    @BeforeEach
    void makeBanks() {
        restarted = Bank.in(directory, "bank-a");
        slow = Bank.in(directory, "bank-b");
    }

    private TestFederation federation(String name) {
        TestFederation federation =
                new TestFederation(connection, name, restarted.file(), List.of(restarted, slow), settings -> settings);
        federation.startAggregator(directory.resolve(name));
        federation.startPublisher();
        return federation;
    }

    @Test
    void afterTheUpdateWasSentNothingIsSentAgain() {
        try (TestFederation federation = federation("restart-after")) {
            GatedTrainer gated = new GatedTrainer(slow.trainer(federation.schema()), ROUND);
            federation.start(slow, gated);
            RunningBank before = federation.start(restarted);
            gated.awaitReached(ROUND);
            Eventually.holds("the update is sent", () -> before.told().hasSent(ROUND));

            before.close();
            RunningBank after = federation.start(restarted);
            Eventually.holds("the update is found", () -> after.told().hasSent(ROUND));
            gated.open(ROUND);

            federation.awaitVersion(3);
            assertThat(after.told().trained).doesNotContain(ROUND);
            assertThat(after.told().sent).first().satisfies(sent -> assertThat(sent.sizeBytes())
                    .isZero());
            assertSentOnce(federation);
        }
    }

    @Test
    void betweenChunksAndCommitOnlyTheCommitIsSent() {
        try (TestFederation federation = federation("restart-between")) {
            GatedTrainer gated = new GatedTrainer(slow.trainer(federation.schema()), ROUND);
            federation.start(slow, gated);
            DiesBeforeCommit dies = new DiesBeforeCommit(restarted.name());
            RunningBank before = federation.start(restarted, restarted.trainer(federation.schema()), dies, Map.of());
            gated.awaitReached(ROUND);
            Eventually.holds("it dies before the commit", () -> dies.reached.getCount() == 0);
            int chunks = federation.awaitOpened(ROUND).getChunkCount();
            Eventually.holds(
                    "the chunks are in the topic", () -> counts(federation).size() == chunks);

            before.close();
            RunningBank after = federation.start(restarted);
            Eventually.holds("the rest is sent", () -> after.told().hasSent(ROUND));
            gated.open(ROUND);

            federation.awaitVersion(3);
            assertSentOnce(federation);
            assertThat(federation.verdict(ROUND).getRejected()).isEmpty();
        }
    }

    /** Every chunk once, and the commit once to each partition that holds one. */
    private void assertSentOnce(TestFederation federation) {
        RoundOpened opened = federation.awaitOpened(ROUND);
        Map<String, Long> counts = counts(federation);
        int commits = Math.min(opened.getPartitions(), opened.getChunkCount());
        assertThat(opened.getChunkCount()).as("chunks").isGreaterThan(2);
        assertThat(counts).hasSize(opened.getChunkCount() + 1);
        assertThat(counts).containsEntry(Keys.commit(restarted.name()), (long) commits);
        for (int chunk = 0; chunk < opened.getChunkCount(); chunk++) {
            assertThat(counts).containsEntry(Keys.chunk(restarted.name(), chunk), 1L);
        }
    }

    /** Records of the restarted bank in the round's topic, by key. */
    private Map<String, Long> counts(TestFederation federation) {
        return federation.records(federation.topics().roundUpdates(ROUND)).stream()
                .map(TopicSnapshot.Entry::key)
                .filter(key -> key.startsWith(restarted.name() + "/"))
                .collect(Collectors.groupingBy(key -> key, Collectors.counting()));
    }

    /** Sends the chunks of the round and ends before the commit. */
    private static final class DiesBeforeCommit implements UpdateInterceptor {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final String commitKey;

        DiesBeforeCommit(String bank) {
            this.commitKey = Keys.commit(bank);
        }

        @Override
        public byte[] beforeSending(RoundOpened opened, String key, byte[] value) {
            if (opened.getRound() == ROUND && key.equals(commitKey)) {
                reached.countDown();
                throw new IllegalStateException("killed before the commit");
            }
            return value;
        }
    }
}
