package io.weir.aggregator.internal.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.testkit.Federation;
import io.weir.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExpiredTopicsTest {
    private static final Topics TOPICS = new Topics(Federation.NAME);
    private static final long CHECK_MS = 10;
    private static final int WATCHED = 4;
    /** The last round that has left the window. */
    private static final long LEFT = 5;

    private static final long RETENTION_MS = 1000;
    /** The rounds end here. */
    private static final long ENDED_MS = 50_000;
    /** When every instance has had time to renew its threads. */
    private static final long DELETED_MS = ENDED_MS + RETENTION_MS + ExpiredTopics.deletedAfterMs(CHECK_MS) + 1;

    /** Topics in memory. */
    private static final class Broker implements TopicDeletion {
        private final Set<String> topics = new HashSet<>();
        private final Set<String> asked = new HashSet<>();
        private boolean denied;

        @Override
        public Set<String> existing() {
            return Set.copyOf(topics);
        }

        @Override
        public Map<String, Optional<Throwable>> delete(Collection<String> names) {
            Map<String, Optional<Throwable>> outcome = new HashMap<>();
            for (String name : names) {
                asked.add(name);
                if (!denied) {
                    topics.remove(name);
                }
                outcome.put(name, denied ? Optional.of(new TopicAuthorizationException("denied")) : Optional.empty());
            }
            return outcome;
        }
    }

    /** Threads that are renewed when the test says so. */
    private static final class Threads implements StreamThreads {
        private long startedAtMs = DELETED_MS;
        private long renewedAtMs = DELETED_MS;
        private boolean works = true;
        private int renewals;

        @Override
        public long startedAtMs() {
            return startedAtMs;
        }

        @Override
        public boolean renew() {
            renewals++;
            if (works) {
                startedAtMs = renewedAtMs;
            }
            return works;
        }
    }

    private final RoundWindow window = new RoundWindow(TOPICS, WATCHED, Duration.ofMillis(CHECK_MS));
    private final Broker broker = new Broker();
    private final Threads threads = new Threads();
    private final EndedRounds ended = new EndedRounds();
    private final ExpiredTopics expired =
            new ExpiredTopics(TOPICS, broker, threads, window, Duration.ofMillis(CHECK_MS));

    @BeforeEach
    void theInstanceIsUpForLong() throws Exception {
        check(0);
        leave(LEFT);
    }

    /** All rounds up to {@code last} leave the window. */
    private void leave(long last) {
        for (long round = 1; round <= last; round++) {
            window.follow(Records.failed(round, 0));
        }
        window.follow(Records.opened(last + 1));
        window.advance(DELETED_MS, RETENTION_MS);
    }

    private void exists(long round) {
        broker.topics.add(TOPICS.roundUpdates(round));
    }

    private void check(long nowMs) throws InterruptedException, ExecutionException {
        expired.check(ended, Records.settings(RETENTION_MS), nowMs);
    }

    @Test
    void topicsOfRoundsPastTheRetentionAreDeletedAndNoOthers() throws Exception {
        for (long round = 1; round <= 5; round++) {
            exists(round);
        }
        ended.follow(Records.failed(1, ENDED_MS));
        ended.follow(Records.sealed(2, ENDED_MS));
        ended.follow(Records.published(2));
        ended.follow(Records.sealed(3, ENDED_MS));
        ended.follow(Records.opened(4));

        check(DELETED_MS);

        assertThat(broker.topics)
                .containsExactlyInAnyOrder(TOPICS.roundUpdates(3), TOPICS.roundUpdates(4), TOPICS.roundUpdates(5));
    }

    @Test
    void anInstanceThatStartedJustNowDeletesNothing() throws Exception {
        exists(1);
        ended.follow(Records.failed(1, ENDED_MS));
        ExpiredTopics young = new ExpiredTopics(TOPICS, broker, threads, window, Duration.ofMillis(CHECK_MS));

        young.check(ended, Records.settings(RETENTION_MS), DELETED_MS);
        young.check(ended, Records.settings(RETENTION_MS), DELETED_MS + CHECK_MS);
        assertThat(broker.topics).isNotEmpty();
        young.check(ended, Records.settings(RETENTION_MS), DELETED_MS + 2 * CHECK_MS);

        assertThat(broker.topics).isEmpty();
    }

    @Test
    void aTopicThatAnotherInstanceDeletedIsNotAskedForAgain() throws Exception {
        ended.follow(Records.failed(1, ENDED_MS));

        check(DELETED_MS);

        assertThat(broker.asked).isEmpty();
    }

    @Test
    void whatIsDeniedIsTriedAgain() throws Exception {
        exists(1);
        ended.follow(Records.failed(1, ENDED_MS));
        broker.denied = true;
        check(DELETED_MS);
        assertThat(broker.topics).isNotEmpty();

        broker.denied = false;
        check(DELETED_MS + CHECK_MS);

        assertThat(broker.topics).isEmpty();
    }

    @Test
    void threadsThatMayHaveReadATopicAreRenewedBeforeItIsDeleted() throws Exception {
        exists(1);
        ended.follow(Records.failed(1, ENDED_MS));
        threads.startedAtMs = ENDED_MS - RETENTION_MS;

        check(ENDED_MS + RETENTION_MS + 1);

        assertThat(threads.renewals).isEqualTo(1);
        assertThat(broker.topics).as("others may not have renewed theirs yet").isNotEmpty();
        check(DELETED_MS);
        assertThat(threads.renewals).isEqualTo(1);
        assertThat(broker.topics).isEmpty();
    }

    @Test
    void nothingIsDeletedWhileThreadsCannotBeRenewed() throws Exception {
        exists(1);
        ended.follow(Records.failed(1, ENDED_MS));
        threads.startedAtMs = ENDED_MS - RETENTION_MS;
        threads.works = false;

        check(DELETED_MS);

        assertThat(broker.asked).isEmpty();
    }

    @Test
    void threadsThatStartedAfterTheRoundsAreLeftAlone() throws Exception {
        exists(1);
        ended.follow(Records.failed(1, ENDED_MS));
        threads.startedAtMs = ENDED_MS + RETENTION_MS;

        check(DELETED_MS);

        assertThat(threads.renewals).isZero();
        assertThat(broker.topics).isEmpty();
    }

    @Test
    void threadsThatHoldTooManyRoundsThatAreNotWatchedAreRenewedOnceEvenIfAllIsKept() throws Exception {
        threads.startedAtMs = ENDED_MS - RETENTION_MS;
        threads.renewedAtMs = ENDED_MS + RETENTION_MS;
        for (long round = 1; round < 2 * WATCHED; round++) {
            ended.follow(Records.failed(round, ENDED_MS));
        }
        expired.check(ended, Records.settings(-1), ENDED_MS);
        assertThat(threads.renewals).isZero();

        ended.follow(Records.failed(2 * WATCHED, ENDED_MS));
        expired.check(ended, Records.settings(-1), ENDED_MS);
        expired.check(ended, Records.settings(-1), ENDED_MS + 2 * RETENTION_MS);

        assertThat(threads.renewals).isEqualTo(1);
    }

    @Test
    void aTopicThatIsStillReadIsNotDeletedUnlessItIsTheNewest() throws Exception {
        exists(LEFT + 1);
        exists(LEFT + 2);
        ended.follow(Records.failed(LEFT + 1, ENDED_MS));
        ended.follow(Records.failed(LEFT + 2, ENDED_MS));

        check(DELETED_MS);

        assertThat(broker.topics).containsExactly(TOPICS.roundUpdates(LEFT + 1));
    }
}
