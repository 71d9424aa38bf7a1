package io.weir.client.internal;

import io.weir.client.ParticipantConfig;
import io.weir.client.update.EncodedUpdate;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.wire.RoundOpened;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;

/** Gets an update into its round's topic once, as long as the round takes it. */
final class RoundPublisher {
    /** How it went. */
    sealed interface Outcome {
        /** The whole update is in the topic. */
        record Published(int chunks, long sentBytes) implements Outcome {}

        /** It is not, and need not be any more. */
        record Dropped(String reason) implements Outcome {}
    }

    /** Told what is waited for. */
    @FunctionalInterface
    interface Waiting {
        void because(String reason);
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Enough to read what arrived while the trainer was at work; a round that ends later makes the update a late one. */
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final ParticipantConfig config;
    private final ParticipantIdentity identity;
    private final KafkaClients clients;
    private final Values values;
    private final FederationFollower follower;
    private final FederationView view;
    private final UpdateSender sender;
    private final Clock clock;
    private final StopSignal stop;

    RoundPublisher(
            ParticipantConfig config,
            ParticipantIdentity identity,
            KafkaClients clients,
            Values values,
            FederationFollower follower,
            FederationView view,
            UpdateSender sender,
            Clock clock,
            StopSignal stop) {
        this.config = config;
        this.identity = identity;
        this.clients = clients;
        this.values = values;
        this.follower = follower;
        this.view = view;
        this.sender = sender;
        this.clock = clock;
        this.stop = stop;
    }

    /** What an earlier run, or an earlier attempt, has left in the round's topic. */
    EarlierUpdate readEarlier(RoundOpened opened) {
        try (Consumer<String, byte[]> consumer = clients.uncommittedConsumer()) {
            Runnable waker = consumer::wakeup;
            stop.onRequest(waker);
            try {
                return EarlierUpdateReader.read(consumer, values, identity, opened, TIMEOUT);
            } finally {
                stop.forget(waker);
            }
        }
    }

    /** What was published in a round before; empty if its topic holds it no more. */
    Optional<float[]> readPublished(OwnSealedUpdate taken) {
        try (Consumer<String, byte[]> consumer = clients.uncommittedConsumer()) {
            Runnable waker = consumer::wakeup;
            stop.onRequest(waker);
            try {
                return PublishedUpdate.read(consumer, values, taken, identity.name(), TIMEOUT);
            } finally {
                stop.forget(waker);
            }
        }
    }

    /** Sends the commits that an earlier run did not get to, which takes no training. */
    Outcome complete(RoundOpened opened, EarlierUpdate earlier) throws InterruptedException {
        EarlierUpdate.EarlierCommit commit = earlier.commit().orElseThrow();
        long sentBytes = sender.completeCommits(opened, commit, earlier);
        return new Outcome.Published(commit.commit().getChunkCount(), sentBytes);
    }

    /** Sends what is missing, again and again while Kafka does not answer, until the round is over. */
    Outcome publish(EncodedUpdate update, EarlierUpdate before, Waiting waiting) throws InterruptedException {
        EarlierUpdate earlier = before;
        boolean unsure = false;
        while (!stop.requested()) {
            try {
                Optional<String> obstacle = obstacle(update, earlier);
                if (obstacle.isPresent()) {
                    return new Outcome.Dropped(obstacle.get());
                }
                if (unsure) {
                    earlier = readEarlier(update.opened());
                }
                return new Outcome.Published(update.chunks().size(), sender.send(update, earlier));
            } catch (KafkaException e) {
                if (!KafkaFailures.isPassing(e) && !(e instanceof OutOfOrderSequenceException)) {
                    throw e;
                }
                waiting.because(KafkaFailures.explain(e, config).getMessage());
                unsure = true;
                stop.await(config.roundPollMs());
            }
        }
        return new Outcome.Dropped("the participant was closed before the update was sent");
    }

    private Optional<String> obstacle(EncodedUpdate update, EarlierUpdate earlier) throws InterruptedException {
        RoundOpened opened = update.opened();
        if (clock.millis() > opened.getDeadlineMs()) {
            return Optional.of("its deadline passed before the update was ready");
        }
        follower.drain(GLANCE);
        if (!view.isOpen(opened.getRound())) {
            return Optional.of("it ended before the update was ready");
        }
        boolean committedToOther = earlier.commit()
                .map(found ->
                        !found.commit().getMerkleRoot().equals(update.commit().getMerkleRoot()))
                .orElse(false);
        if (committedToOther) {
            return Optional.of(
                    "an earlier run committed to another update, whose chunks are lost; a second commit would"
                            + " be equivocation");
        }
        int partitions = sender.partitionCount(opened.getTopic());
        return partitions == opened.getPartitions()
                ? Optional.empty()
                : Optional.of("topic " + opened.getTopic() + " has " + partitions + " partitions, the round announces "
                        + opened.getPartitions());
    }
}
