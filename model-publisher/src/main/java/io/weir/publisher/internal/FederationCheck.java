package io.weir.publisher.internal;

import io.weir.publisher.PublisherConfig;
import io.weir.schemas.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;

/** Checks, before a group is joined, that the cluster answers and the federation is there. */
public final class FederationCheck {
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private FederationCheck() {}

    /**
     * Looks for every topic that the publisher reads or writes.
     *
     * @throws io.weir.publisher.ClusterUnreachableException if no broker answers in time
     * @throws io.weir.publisher.FederationNotFoundException if a topic is missing
     */
    public static void requireTopics(KafkaClients clients, PublisherConfig config) {
        Topics topics = config.topics();
        Consumer<?, ?> consumer = clients.reader();
        try {
            for (String topic : List.of(topics.control(), topics.aggregates(), topics.models(), topics.ledger())) {
                TopicTail.requireTopic(consumer, config, topic);
            }
        } finally {
            Closing.close(consumer, CLOSE);
        }
    }
}
