package io.weir.aggregator;

import io.weir.aggregator.internal.Names;
import io.weir.aggregator.internal.attested.Enclave;
import io.weir.aggregator.internal.guard.Announcer;
import io.weir.aggregator.internal.guard.GuardProcessor;
import io.weir.aggregator.internal.slice.RowBuffers;
import io.weir.aggregator.internal.slice.SliceProcessor;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The aggregator's topology, a function of its arguments: slice tasks, one a partition, and one guard task. They talk
 * through two internal topics, reports up and directives down, within Kafka's transactions.
 */
public final class AggregatorTopology {
    private AggregatorTopology() {}

    /**
     * Builds the topology.
     *
     * @param topics the federation's topics
     * @param serde for every value of this federation
     * @param logs opens a reader of round topics for a task
     * @param bufferBytes bound of the off-heap memory of all tasks of an instance
     * @param tick how often deadlines are looked at
     * @param identity signs what this instance announces, if the federation has its announcements signed
     * @param config the Streams configuration, so that its naming rules are enforced
     */
    public static Topology build(
            Topics topics,
            Serde<SpecificRecord> serde,
            Supplier<LogReader> logs,
            long bufferBytes,
            Duration tick,
            Optional<ParticipantIdentity> identity,
            StreamsConfig config) {
        return build(topics, serde, logs, bufferBytes, tick, identity, config, Optional.empty());
    }

    /** The same for an instance that may be set up for attested rounds. */
    static Topology build(
            Topics topics,
            Serde<SpecificRecord> serde,
            Supplier<LogReader> logs,
            long bufferBytes,
            Duration tick,
            Optional<ParticipantIdentity> identity,
            StreamsConfig config,
            Optional<Enclave> enclave) {
        Topology topology = new Topology(new TopologyConfig(config));
        addSlices(topology, topics, serde, logs, new RowBuffers(bufferBytes), enclave);
        addGuard(topology, topics, serde, tick, new Announcer(identity), enclave);
        return topology;
    }

    private static void addSlices(
            Topology topology,
            Topics topics,
            Serde<SpecificRecord> serde,
            Supplier<LogReader> logs,
            RowBuffers buffers,
            Optional<Enclave> enclave) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                Names.UPDATES_SOURCE,
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topics.roundUpdatesPattern());
        source(topology, Names.DIRECTIVES_SOURCE, serde, topics.directives());
        topology.addProcessor(
                Names.SLICE_PROCESSOR,
                () -> new SliceProcessor(topics, serde, logs, buffers, enclave),
                Names.UPDATES_SOURCE,
                Names.DIRECTIVES_SOURCE);
        topology.addStateStore(store(Names.OPEN_ROUNDS_STORE, serde), Names.SLICE_PROCESSOR);
        topology.addStateStore(store(Names.REPORTED_STORE, Serdes.Long()), Names.SLICE_PROCESSOR);
        sink(topology, Names.SLICE_STATISTICS_SINK, topics.statistics(), serde, Names.SLICE_PROCESSOR);
        sink(topology, Names.SLICE_QUARANTINE_SINK, topics.quarantine(), serde, Names.SLICE_PROCESSOR);
        sink(topology, Names.AGGREGATES_SINK, topics.aggregates(), serde, Names.SLICE_PROCESSOR);
    }

    private static void addGuard(
            Topology topology,
            Topics topics,
            Serde<SpecificRecord> serde,
            Duration tick,
            Announcer announcer,
            Optional<Enclave> enclave) {
        source(topology, Names.STATISTICS_SOURCE, serde, topics.statistics());
        source(topology, Names.CONTROL_SOURCE, serde, topics.control());
        // Model chunks pass by undecoded; only the head is read.
        topology.addSource(
                AutoOffsetReset.earliest(),
                Names.MODELS_SOURCE,
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topics.models());
        // Participants write these: the guard decodes them, and passes over what it cannot.
        topology.addSource(
                AutoOffsetReset.earliest(),
                Names.KEYS_SOURCE,
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topics.keys());
        topology.addSource(
                AutoOffsetReset.earliest(),
                Names.COMMITTEE_SOURCE,
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topics.committee());
        topology.addProcessor(
                Names.GUARD_PROCESSOR,
                () -> new GuardProcessor(topics, serde, tick, announcer, enclave),
                Names.STATISTICS_SOURCE,
                Names.CONTROL_SOURCE,
                Names.MODELS_SOURCE,
                Names.KEYS_SOURCE,
                Names.COMMITTEE_SOURCE);
        topology.addStateStore(store(Names.FEDERATION_STORE, serde), Names.GUARD_PROCESSOR);
        topology.addStateStore(store(Names.REPORTS_STORE, serde), Names.GUARD_PROCESSOR);
        sink(topology, Names.ROUNDS_SINK, topics.rounds(), serde, Names.GUARD_PROCESSOR);
        sink(topology, Names.VERDICTS_SINK, topics.verdicts(), serde, Names.GUARD_PROCESSOR);
        sink(topology, Names.COMMITTEE_SINK, topics.committee(), serde, Names.GUARD_PROCESSOR);
        sink(topology, Names.GUARD_QUARANTINE_SINK, topics.quarantine(), serde, Names.GUARD_PROCESSOR);
        topology.addSink(
                Names.DIRECTIVES_SINK,
                topics.directives(),
                new StringSerializer(),
                serde.serializer(),
                new ToEveryPartition(),
                Names.GUARD_PROCESSOR);
    }

    private static void source(Topology topology, String name, Serde<SpecificRecord> serde, String topic) {
        topology.addSource(AutoOffsetReset.earliest(), name, new StringDeserializer(), serde.deserializer(), topic);
    }

    private static void sink(Topology topology, String name, String topic, Serde<SpecificRecord> serde, String parent) {
        topology.addSink(name, topic, new StringSerializer(), serde.serializer(), parent);
    }

    /** Small state, in memory and changelogged: a restart restores it, and no disk is needed. */
    private static <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Serde<V> serde) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), serde)
                .withLoggingEnabled(Map.of())
                .withCachingDisabled();
    }

    private static final class ToEveryPartition implements StreamPartitioner<String, SpecificRecord> {
        @Override
        public Optional<Set<Integer>> partitions(String topic, String key, SpecificRecord value, int numPartitions) {
            return Optional.of(IntStream.range(0, numPartitions).boxed().collect(Collectors.toSet()));
        }
    }
}
