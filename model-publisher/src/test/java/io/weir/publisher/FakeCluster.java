package io.weir.publisher;

import io.weir.publisher.internal.KafkaClients;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.schemas.registry.InMemorySchemaRegistry;
import io.weir.schemas.serde.WeirSerde;
import io.weir.wire.AggregateSlice;
import io.weir.wire.FederationSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * One broker's worth of topics, transactions, fencing and one consumer group, made of Kafka's own mock clients. Values go
 * through Weir's serializers. The member that joined last is assigned the aggregates; the one before is not told.
 */
public final class FakeCluster implements KafkaClients {
    /** A transaction that was committed. */
    public record Committed(
            List<ProducerRecord<String, SpecificRecord>> records, Map<TopicPartition, OffsetAndMetadata> offsets) {}

    private record Stored(String key, byte[] value) {}

    public final Topics topics = new Topics(Fixtures.FEDERATION);
    public final TopicPartition aggregates = new TopicPartition(topics.aggregates(), 0);
    public final List<Committed> transactions = new CopyOnWriteArrayList<>();
    public final List<FakeProducer> producers = new CopyOnWriteArrayList<>();
    private final WeirSerde serde = new WeirSerde(new InMemorySchemaRegistry());
    private final Map<String, List<Stored>> logs = new HashMap<>();
    private final List<Reader> readers = new ArrayList<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private RuntimeException failure;
    private RuntimeException nextCommit;

    public FakeCluster() {
        for (String topic : List.of(topics.control(), topics.aggregates(), topics.models(), topics.ledger())) {
            logs.put(topic, new ArrayList<>());
        }
    }

    public synchronized void remove(String topic) {
        logs.remove(topic);
    }

    /** Every new client fails until this is called with null. */
    public synchronized void failWith(RuntimeException cause) {
        failure = cause;
    }

    /** The next transaction fails when it is committed. */
    public synchronized void failNextCommit(RuntimeException cause) {
        nextCommit = cause;
    }

    public void settings(FederationSettings settings) {
        append(topics.control(), Keys.settings(), settings);
    }

    public void slices(List<AggregateSlice> slices) {
        slices.forEach(this::slice);
    }

    public void slice(AggregateSlice slice) {
        append(topics.aggregates(), Keys.aggregate(slice.getRound(), slice.getChunkIndex()), slice);
    }

    public synchronized void append(String topic, String key, SpecificRecord value) {
        List<Stored> log = logs.get(topic);
        log.add(new Stored(key, serde.serializer().serialize(topic, value)));
        readers.forEach(reader -> reader.appended(topic, log.size() - 1));
    }

    /** Keys and values of a topic, in order. */
    public synchronized List<ConsumerRecord<String, SpecificRecord>> records(String topic) {
        List<ConsumerRecord<String, SpecificRecord>> records = new ArrayList<>();
        for (int offset = 0; offset < logs.get(topic).size(); offset++) {
            records.add(row(topic, offset));
        }
        return records;
    }

    public List<String> keys(String topic) {
        return records(topic).stream().map(ConsumerRecord::key).toList();
    }

    public synchronized long committedOffset() {
        return committed.containsKey(aggregates) ? committed.get(aggregates).offset() : -1;
    }

    private ConsumerRecord<String, SpecificRecord> row(String topic, int offset) {
        Stored stored = logs.get(topic).get(offset);
        return new ConsumerRecord<>(
                topic, 0, offset, stored.key(), serde.deserializer().deserialize(topic, stored.value()));
    }

    @Override
    public synchronized Consumer<String, SpecificRecord> groupConsumer() {
        throwFailure();
        return new Reader();
    }

    @Override
    public synchronized Consumer<String, SpecificRecord> reader() {
        throwFailure();
        return new Reader();
    }

    @Override
    public synchronized Producer<String, SpecificRecord> producer() {
        throwFailure();
        FakeProducer producer = new FakeProducer();
        producer.commitTransactionException = nextCommit;
        nextCommit = null;
        producers.add(producer);
        return producer;
    }

    private void throwFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    private synchronized void commit(
            List<ProducerRecord<String, SpecificRecord>> records,
            Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets) {
        Map<TopicPartition, OffsetAndMetadata> flat = new HashMap<>();
        offsets.values().forEach(flat::putAll);
        records.forEach(row -> append(row.topic(), row.key(), row.value()));
        committed.putAll(flat);
        transactions.add(new Committed(List.copyOf(records), flat));
    }

    /** A transactional producer that fences those before it. */
    public final class FakeProducer extends MockProducer<String, SpecificRecord> {
        private boolean fenced;

        private FakeProducer() {
            super(true, null, new StringSerializer(), serde.serializer());
        }

        @Override
        public void initTransactions() {
            super.initTransactions();
            producers.stream().filter(other -> other != this).forEach(FakeProducer::fenceOnce);
        }

        private void fenceOnce() {
            if (transactionInitialized() && !closed() && !fenced) {
                fenced = true;
                fenceProducer();
            }
        }

        @Override
        public void commitTransaction() {
            List<ProducerRecord<String, SpecificRecord>> records = List.copyOf(uncommittedRecords());
            Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets = Map.copyOf(uncommittedOffsets());
            super.commitTransaction();
            commit(records, offsets);
        }
    }

    private final class Reader extends MockConsumer<String, SpecificRecord> {
        private Reader() {
            super("earliest");
            Node node = new Node(0, "localhost", 9092);
            logs.keySet()
                    .forEach(topic -> updatePartitions(
                            topic, List.of(new PartitionInfo(topic, 0, node, new Node[] {node}, new Node[] {node}))));
            readers.add(this);
        }

        @Override
        public synchronized void assign(Collection<TopicPartition> partitions) {
            super.assign(partitions);
            partitions.forEach(this::feed);
        }

        @Override
        public void subscribe(Collection<String> subscribed, ConsumerRebalanceListener listener) {
            super.subscribe(subscribed, listener);
            schedulePollTask(() -> {
                synchronized (FakeCluster.this) {
                    rebalance(List.of(aggregates));
                    commitSync(committed);
                    feed(aggregates);
                }
            });
        }

        private void feed(TopicPartition partition) {
            synchronized (FakeCluster.this) {
                updateBeginningOffsets(Map.of(partition, 0L));
                updateEndOffsets(Map.of(partition, 0L));
                records(partition.topic()).forEach(this::add);
            }
        }

        private void appended(String topic, int offset) {
            if (!closed() && assignment().contains(new TopicPartition(topic, 0))) {
                add(row(topic, offset));
            }
        }

        private void add(ConsumerRecord<String, SpecificRecord> row) {
            addRecord(row);
            updateEndOffsets(Map.of(new TopicPartition(row.topic(), 0), row.offset() + 1));
        }
    }
}
