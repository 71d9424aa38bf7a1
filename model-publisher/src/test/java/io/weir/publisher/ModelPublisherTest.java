package io.weir.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelPublisherTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final FakeCluster cluster = new FakeCluster();
    private final RecordingListener listener = new RecordingListener();
    private final ModelPublisher publisher =
            new ModelPublisher(Fixtures.config(), listener, LedgerSigner.none(), cluster, Clock.systemUTC());

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void publishesUntilItIsClosed() {
        cluster.settings(Fixtures.settings(false));
        cluster.slices(Fixtures.round(1, 0, 0.5));
        CompletableFuture<Void> running = CompletableFuture.runAsync(publisher::run);
        await().atMost(LIMIT).until(() -> listener.versions().contains(1L));

        publisher.close();

        assertThat(running).succeedsWithin(1, TimeUnit.SECONDS);
        assertThat(cluster.producers).allMatch(MockProducer::closed);
    }

    @Test
    void aFencedPublisherStepsDownAndJoinsAgain() {
        cluster.settings(Fixtures.settings(false));
        CompletableFuture<Void> running = CompletableFuture.runAsync(publisher::run);
        await().atMost(LIMIT).until(() -> listener.versions().contains(0L));
        cluster.producers.get(0).fenceProducer();

        cluster.slices(Fixtures.round(1, 0, 0.5));

        await().atMost(LIMIT).until(() -> listener.versions().contains(1L));
        assertThat(listener.activations).hasSize(2);
        assertThat(running).isNotDone();
    }

    @Test
    void aFailedPublicationIsTriedAgain() {
        cluster.settings(Fixtures.settings(false));
        cluster.failNextCommit(new TimeoutException("coordinator is away"));

        CompletableFuture<Void> running = CompletableFuture.runAsync(publisher::run);

        await().atMost(LIMIT).until(() -> listener.versions().contains(0L));
        assertThat(cluster.transactions).hasSize(1);
        assertThat(running).isNotDone();
    }

    @Test
    void aMissingTopicMeansThatTheFederationDoesNotExist() {
        cluster.remove(cluster.topics.models());

        assertThatExceptionOfType(FederationNotFoundException.class)
                .isThrownBy(publisher::run)
                .withMessageContaining("federation 'test' does not exist on this cluster")
                .withMessageContaining("weir federation create");
    }

    @Test
    void endsWithTheErrorWhereTryingAgainIsOfNoUse() {
        cluster.settings(Fixtures.settings(false));
        cluster.failNextCommit(new TopicAuthorizationException("not allowed"));

        assertThatExceptionOfType(TopicAuthorizationException.class).isThrownBy(publisher::run);
    }

    @Test
    void aPublisherClosedBeforeItRunsDoesNothing() {
        cluster.settings(Fixtures.settings(false));
        publisher.close();

        publisher.run();

        assertThat(listener.activations).isEmpty();
    }
}
