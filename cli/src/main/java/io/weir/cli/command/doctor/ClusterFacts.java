package io.weir.cli.command.doctor;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a Kafka cluster says about itself; a method throws if it does not answer, with a message for people. */
public interface ClusterFacts {
    /** Number of brokers. */
    int brokers();

    /** Highest feature level of {@code metadata.version} that the brokers support; empty if they do not say. */
    Optional<Short> metadataVersion();

    /** Those of {@code topics} that do not exist. */
    List<String> missing(List<String> topics);

    /** What this client may do with a topic, by Kafka's names; empty if the broker does not say. */
    Set<String> allowed(String topic);
}
