package io.weir.cli.bench;

import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationException;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.ModelHead;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** Sees rounds and versions become visible, as a bank does, and remembers when. */
final class RoundWatch implements AutoCloseable {
    /** Something that became visible. */
    record Seen<T>(T what, long atNs) {}

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Topics topics;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Deserializer<SpecificRecord> values;
    private final Map<Long, Seen<RoundOpened>> opened = new HashMap<>();
    private final Map<Long, Seen<RoundFailed>> failed = new HashMap<>();
    private final Map<Long, Seen<ModelHead>> versions = new HashMap<>();

    RoundWatch(Connection connection, Topics topics) {
        this.topics = topics;
        this.values = WeirSerdes.deserializer(connection.clientProperties());
        this.consumer = TopicReading.consumer(connection);
        consumer.assign(List.of(new TopicPartition(topics.rounds(), 0), new TopicPartition(topics.models(), 0)));
        consumer.seekToBeginning(consumer.assignment());
    }

    Seen<RoundOpened> opened(long round) throws InterruptedException {
        return await("round " + round + " was not opened", () -> opened.get(round));
    }

    Seen<RoundFailed> failed(long round) throws InterruptedException {
        return await("round " + round + " did not fail", () -> failed.get(round));
    }

    Seen<ModelHead> version(long version) throws InterruptedException {
        return await("version " + version + " was not published", () -> versions.get(version));
    }

    private <T> Seen<T> await(String failure, Supplier<Seen<T>> wanted) throws InterruptedException {
        long patienceNs = System.nanoTime() + PATIENCE.toNanos();
        while (wanted.get() == null) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the measurement was interrupted");
            }
            if (System.nanoTime() > patienceNs) {
                throw new FederationException(failure + " within " + PATIENCE.toMinutes() + " minutes");
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                see(record, System.nanoTime());
            }
        }
        return wanted.get();
    }

    private void see(ConsumerRecord<String, byte[]> record, long nowNs) {
        boolean model = record.topic().equals(topics.models());
        if (record.value() == null || (model && !Keys.head().equals(record.key()))) {
            return;
        }
        SpecificRecord value = values.deserialize(record.topic(), record.value());
        if (value instanceof RoundOpened event) {
            opened.put(event.getRound(), new Seen<>(event, nowNs));
        } else if (value instanceof RoundFailed event) {
            failed.put(event.getOpened().getRound(), new Seen<>(event, nowNs));
        } else if (value instanceof ModelHead head) {
            versions.put(head.getVersion(), new Seen<>(head, nowNs));
        }
    }

    @Override
    public void close() {
        consumer.close();
        values.close();
    }
}
