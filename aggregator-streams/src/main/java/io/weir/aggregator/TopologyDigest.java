package io.weir.aggregator;

import io.weir.schemas.Topics;
import io.weir.schemas.digest.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;

/** What attestation evidence says that an aggregator does: which processors read which topics and write to which. */
public final class TopologyDigest {
    private static final String DOMAIN = "weir-topology-v1";
    private static final Serde<SpecificRecord> UNUSED = Serdes.serdeFrom(
            (topic, value) -> {
                throw new IllegalStateException("nothing is written");
            },
            (topic, bytes) -> {
                throw new IllegalStateException("nothing is read");
            });

    private TopologyDigest() {}

    /** SHA-256 of a federation's topology as this version of Weir builds it; settings of Kafka's clients change nothing. */
    public static byte[] of(String federation) {
        StreamsConfig config = new StreamsConfig(AggregatorConfig.from(Map.of(
                        AggregatorConfig.FEDERATION, federation, StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1"))
                .streams());
        String description = AggregatorTopology.build(
                        new Topics(federation), UNUSED, () -> null, 0, Duration.ofSeconds(1), Optional.empty(), config)
                .describe()
                .toString();
        return Digests.sha256((DOMAIN + "\n" + federation + "\n" + description).getBytes(StandardCharsets.UTF_8));
    }
}
