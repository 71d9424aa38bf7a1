package io.weir.aggregator;

import io.weir.schemas.Topics;
import io.weir.wire.FederationSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** What topics a federation needs, and how each is kept. Replication follows the broker's default. */
public final class FederationTopics {
    private static final String FOREVER = "-1";
    private static final String WEEK_MS = String.valueOf(7L * 24 * 3600 * 1000);
    private static final String COMPACTED_SEGMENT_BYTES = String.valueOf(64 * 1024 * 1024);

    private FederationTopics() {}

    /** Every topic but those of rounds. */
    public static List<NewTopic> base(FederationSettings settings) {
        Topics topics = new Topics(settings.getFederation());
        String audit = String.valueOf(settings.getAuditRetentionMs());
        return List.of(
                compacted(topics.control()),
                compacted(topics.rounds()),
                compacted(topics.models()),
                compacted(topics.keys()),
                retained(topics.committee(), 1, audit),
                compacted(topics.budget()),
                retained(topics.verdicts(), 1, audit),
                retained(topics.quarantine(), 1, audit),
                retained(topics.ledger(), 1, FOREVER),
                retained(topics.aggregates(), 1, WEEK_MS),
                retained(topics.statistics(), 1, WEEK_MS),
                retained(topics.directives(), settings.getPartitions(), WEEK_MS));
    }

    /**
     * The topic that holds a round's updates. The aggregator deletes it when the audit retention has passed since the round
     * ended. The brokers would count from each record, and take the markers, or updates that are still to be summed, away
     * from a round that is opened, or published, late.
     */
    public static NewTopic round(FederationSettings settings, long round) {
        String topic = new Topics(settings.getFederation()).roundUpdates(round);
        return retained(topic, settings.getPartitions(), FOREVER);
    }

    private static NewTopic compacted(String name) {
        return topic(name, 1)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.SEGMENT_BYTES_CONFIG,
                        COMPACTED_SEGMENT_BYTES,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        String.valueOf(AggregatorConfig.RECORD_MAX_BYTES)));
    }

    private static NewTopic retained(String name, int partitions, String retentionMs) {
        return topic(name, partitions)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        retentionMs,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        String.valueOf(AggregatorConfig.RECORD_MAX_BYTES)));
    }

    private static NewTopic topic(String name, int partitions) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty());
    }
}
