package io.weir.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.internal.Names;
import io.weir.aggregator.internal.attested.Enclave;
import io.weir.aggregator.testkit.Federation;
import io.weir.aggregator.testkit.Federation.Sent;
import io.weir.aggregator.testkit.MemoryLog;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.wire.AggregateSlice;
import io.weir.wire.FederationSettings;
import io.weir.wire.QuarantineRecord;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTopicMarker;
import io.weir.wire.Verdict;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The aggregator's topology in a driver: what goes in, and what came out. */
abstract class TopologyHarness {
    final Federation federation;
    final Topics topics;
    final MemoryLog log = new MemoryLog();
    final AggregatorConfig config = AggregatorConfig.from(
            Map.of(AggregatorConfig.FEDERATION, Federation.NAME, StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1"));
    TopologyTestDriver driver;
    /** What {@link #start} gives the topology for attested rounds. */
    Optional<Enclave> enclave = Optional.empty();

    TopologyHarness() {
        this(new Federation(3, 10, 4));
    }

    TopologyHarness(Federation federation) {
        this.federation = federation;
        this.topics = federation.topics();
    }

    @BeforeEach
    void start() {
        StreamsConfig streams = new StreamsConfig(config.streams());
        Properties properties = new Properties();
        properties.putAll(config.streams());
        driver = new TopologyTestDriver(
                AggregatorTopology.build(
                        topics,
                        federation.serde(),
                        () -> log,
                        0,
                        Duration.ofMillis(100),
                        Optional.of(federation.aggregator()),
                        streams,
                        enclave),
                properties,
                Federation.NOW);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    /** Another process, which has of the former one what Kafka restores: the guard's stores. */
    void restart() {
        restart(List.of(Names.FEDERATION_STORE, Names.REPORTS_STORE));
    }

    void restart(List<String> names) {
        Map<String, Map<String, Object>> stores = new HashMap<>();
        for (String name : names) {
            Map<String, Object> store = new HashMap<>();
            driver.<String, Object>getKeyValueStore(name)
                    .all()
                    .forEachRemaining(entry -> store.put(entry.key, entry.value));
            stores.put(name, store);
        }
        driver.close();
        start();
        stores.forEach((name, entries) -> entries.forEach(driver.<String, Object>getKeyValueStore(name)::put));
    }

    RoundOpened openFirstRound(String rule) {
        create(
                FederationSettings.newBuilder(federation.settings(1, false))
                        .setRule(rule)
                        .build(),
                3);
        marker(1);
        publish(0, 0);
        return (RoundOpened) rounds().get(0);
    }

    RoundOpened openFirstRound() {
        create(federation.settings(1, false), 3);
        marker(1);
        publish(0, 0);
        return (RoundOpened) rounds().get(0);
    }

    List<SpecificRecord> create(FederationSettings settings, int banks) {
        federation.banks().stream()
                .limit(banks)
                .forEach(bank -> control(Keys.participant(bank), federation.entry(bank)));
        control(Keys.settings(), settings);
        return rounds();
    }

    void control(String key, SpecificRecord value) {
        driver.createInputTopic(
                        topics.control(),
                        new StringSerializer(),
                        federation.serde().serializer())
                .pipeInput(key, value);
    }

    void publish(long version, long round) {
        driver.createInputTopic(
                        topics.models(),
                        new StringSerializer(),
                        federation.serde().serializer())
                .pipeInput(Keys.head(), federation.head(version, round));
    }

    void marker(long round) {
        marker(round, 0);
    }

    void marker(long round, int partition) {
        byte[] value = federation.serde().serializer().serialize("any", new RoundTopicMarker(Federation.NAME, round));
        sendRaw(topics.roundUpdates(round), new Sent(partition, Keys.marker(), value));
    }

    void send(RoundOpened opened, List<Sent> records) {
        records.forEach(record -> sendRaw(opened.getTopic(), record));
    }

    void sendRaw(String topic, Sent record) {
        log.append(topic, record);
        deliver(topic, record);
    }

    /** From the source only: the log has it already. */
    void deliver(String topic, Sent record) {
        driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(record.key(), record.value());
    }

    /** A vector with {@code value} in every place; the bank only makes the call sites readable. */
    static float[] vector(String bank, float value) {
        assertThat(bank).startsWith("bank-");
        float[] vector = new float[10];
        Arrays.fill(vector, value);
        return vector;
    }

    List<SpecificRecord> rounds() {
        return output(topics.rounds()).readValuesToList();
    }

    Verdict verdict() {
        return (Verdict) output(topics.verdicts()).readValue();
    }

    List<AggregateSlice> aggregates() {
        return output(topics.aggregates()).readValuesToList().stream()
                .map(AggregateSlice.class::cast)
                .toList();
    }

    List<QuarantineRecord> quarantine() {
        return output(topics.quarantine()).readValuesToList().stream()
                .map(QuarantineRecord.class::cast)
                .toList();
    }

    TestOutputTopic<String, SpecificRecord> output(String topic) {
        return driver.createOutputTopic(
                topic, new StringDeserializer(), federation.serde().deserializer());
    }

    static List<Long> sum(List<AggregateSlice> slices) {
        Long[] sums = new Long[10];
        for (AggregateSlice slice : slices) {
            long[] values = new long[slice.getLength()];
            ArrowCodecs.decodeLongs(slice.getPayload(), slice.getLength(), values, 0);
            for (int i = 0; i < values.length; i++) {
                sums[(int) slice.getFirstParameter() + i] = values[i];
            }
        }
        return List.of(sums);
    }
}
