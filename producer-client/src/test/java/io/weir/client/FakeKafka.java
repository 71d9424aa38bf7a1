package io.weir.client;

import io.weir.client.internal.KafkaClients;
import io.weir.client.internal.Values;
import io.weir.schemas.Keys;
import io.weir.schemas.registry.InMemorySchemaRegistry;
import io.weir.schemas.registry.SchemaRegistry;
import io.weir.schemas.serde.WeirSerde;
import io.weir.wire.ModelChunk;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Topics in memory, behind Kafka's own mock clients. */
public final class FakeKafka implements KafkaClients {
    private final WeirSerde serde;
    private final Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> log = new HashMap<>();
    private final List<ProducerRecord<String, byte[]>> sent = new ArrayList<>();
    private final Queue<KafkaException> sendFailures = new ArrayDeque<>();
    private int openClients;

    public FakeKafka() {
        this(new InMemorySchemaRegistry());
    }

    public FakeKafka(SchemaRegistry registry) {
        this.serde = new WeirSerde(registry);
    }

    /** The three topics that a participant reads, with settings for {@code rounds} rounds and bank A enrolled. */
    public FakeKafka federation(long rounds) {
        topic(Fixtures.TOPICS.control(), 1);
        topic(Fixtures.TOPICS.rounds(), 1);
        topic(Fixtures.TOPICS.models(), 1);
        append(Fixtures.TOPICS.control(), 0, Keys.settings(), Fixtures.settings(rounds));
        append(Fixtures.TOPICS.control(), 0, Keys.participant(Fixtures.BANK_A.name()), Fixtures.entry(Fixtures.BANK_A));
        return this;
    }

    public synchronized FakeKafka topic(String name, int partitions) {
        IntStream.range(0, partitions).forEach(p -> log.put(new TopicPartition(name, p), new ArrayList<>()));
        return this;
    }

    public FakeKafka model(long version) {
        for (ModelChunk chunk : Fixtures.chunks(version)) {
            append(Fixtures.TOPICS.models(), 0, Keys.model(version, chunk.getChunkIndex()), chunk);
        }
        return append(Fixtures.TOPICS.models(), 0, Keys.head(), Fixtures.head(version));
    }

    /** Writes an event of round {@code round} to the rounds topic. */
    public FakeKafka round(long round, SpecificRecord event) {
        return append(Fixtures.TOPICS.rounds(), 0, Keys.round(round), event);
    }

    public FakeKafka append(String topic, int partition, String key, SpecificRecord value) {
        return append(topic, partition, key, bytes(value));
    }

    public synchronized FakeKafka append(String topic, int partition, String key, byte[] value) {
        List<ConsumerRecord<String, byte[]>> records = log.get(new TopicPartition(topic, partition));
        records.add(new ConsumerRecord<>(topic, partition, records.size(), key, value));
        return this;
    }

    public byte[] bytes(SpecificRecord value) {
        return serde.serializer().serialize("any", value);
    }

    /** What producers have sent, in order. */
    public synchronized List<ProducerRecord<String, byte[]>> sent() {
        return List.copyOf(sent);
    }

    /** Keys and partitions of what producers have sent, in order. */
    public List<String> sentKeys() {
        return sent().stream()
                .map(record -> record.key() + "@" + record.partition())
                .toList();
    }

    public <T> List<T> sent(Class<T> type) {
        return sent().stream()
                .map(record -> serde.deserializer().deserialize(record.topic(), record.value()))
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Consumers and producers that are not closed. */
    public synchronized int openClients() {
        return openClients;
    }

    /** Lets the next records fail, one failure each. */
    public synchronized void failNextSends(KafkaException... failures) {
        sendFailures.addAll(List.of(failures));
    }

    private synchronized List<PartitionInfo> partitions(String topic) {
        return log.keySet().stream()
                .filter(partition -> partition.topic().equals(topic))
                .map(partition ->
                        new PartitionInfo(topic, partition.partition(), Node.noNode(), new Node[0], new Node[0]))
                .toList();
    }

    private synchronized void count(int change) {
        openClients += change;
    }

    @Override
    public Consumer<String, byte[]> committedConsumer() {
        return new LogConsumer();
    }

    @Override
    public Consumer<String, byte[]> uncommittedConsumer() {
        return new LogConsumer();
    }

    @Override
    public Producer<String, byte[]> producer() {
        return new LogProducer();
    }

    @Override
    public Values values() {
        return new Values(serde);
    }

    private final class LogConsumer extends MockConsumer<String, byte[]> {
        private final Map<TopicPartition, Integer> fed = new HashMap<>();

        LogConsumer() {
            super("earliest");
            count(1);
        }

        @Override
        public synchronized void assign(Collection<TopicPartition> partitions) {
            super.assign(partitions);
            Map<TopicPartition, Long> beginnings = new HashMap<>();
            partitions.forEach(partition -> beginnings.put(partition, 0L));
            updateBeginningOffsets(beginnings);
        }

        @Override
        public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
            synchronized (FakeKafka.this) {
                assignment().forEach(this::feed);
            }
            ConsumerRecords<String, byte[]> records = super.poll(timeout);
            if (records.isEmpty()) {
                pause();
            }
            return records;
        }

        private void feed(TopicPartition partition) {
            List<ConsumerRecord<String, byte[]>> records = log.get(partition);
            int from = fed.getOrDefault(partition, 0);
            records.subList(from, records.size()).forEach(this::addRecord);
            fed.put(partition, records.size());
        }

        /** Gives way, as a poll without news does. */
        private void pause() {
            LockSupport.parkNanos(1_000_000);
            if (Thread.interrupted()) {
                throw new InterruptException("interrupted while polling");
            }
        }

        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
            super.seek(partition, offset);
            fed.put(partition, (int) offset);
        }

        @Override
        public synchronized void seekToBeginning(Collection<TopicPartition> partitions) {
            super.seekToBeginning(partitions);
            partitions.forEach(partition -> fed.put(partition, 0));
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(
                Collection<TopicPartition> partitions, Duration timeout) {
            synchronized (FakeKafka.this) {
                Map<TopicPartition, Long> ends = new HashMap<>();
                partitions.forEach(partition ->
                        ends.put(partition, (long) log.get(partition).size()));
                return ends;
            }
        }

        @Override
        public synchronized OptionalLong currentLag(TopicPartition partition) {
            synchronized (FakeKafka.this) {
                return OptionalLong.of(log.get(partition).size() - position(partition));
            }
        }

        @Override
        public synchronized List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
            return partitions(topic);
        }

        @Override
        public synchronized void close(CloseOptions options) {
            if (!closed()) {
                count(-1);
            }
            super.close(options);
        }
    }

    private final class LogProducer extends MockProducer<String, byte[]> {
        LogProducer() {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
            count(1);
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
            synchronized (FakeKafka.this) {
                KafkaException failure = sendFailures.poll();
                if (failure != null) {
                    return CompletableFuture.failedFuture(failure);
                }
                sent.add(record);
                append(record.topic(), record.partition(), record.key(), record.value());
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public List<PartitionInfo> partitionsFor(String topic) {
            return partitions(topic);
        }

        @Override
        public void close(Duration timeout) {
            boolean first = !closed();
            super.close(timeout);
            if (first) {
                count(-1);
            }
        }
    }
}
