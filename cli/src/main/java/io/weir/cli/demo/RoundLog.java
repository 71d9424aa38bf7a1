package io.weir.cli.demo;

import io.weir.aggregator.audit.RecordedProducts;
import io.weir.cli.report.Similarity;
import io.weir.guard.Gram;
import io.weir.schemas.Topics;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SliceProducts;
import io.weir.wire.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Follows a federation's rounds and verdicts as anyone with a consumer can. */
final class RoundLog implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    /** The reports were there before the verdict, but in another partition. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Topics topics;
    private final KafkaConsumer<String, SpecificRecord> consumer;
    private final SortedMap<Long, RoundOpened> opened = new TreeMap<>();
    private final SortedMap<Long, RoundSealed> sealed = new TreeMap<>();
    private final SortedMap<Long, RoundFailed> failed = new TreeMap<>();
    private final SortedMap<Long, Verdict> verdicts = new TreeMap<>();
    private final SortedMap<Long, List<SliceProducts>> products = new TreeMap<>();

    RoundLog(Map<String, Object> clientProperties, String federation) {
        this.topics = new Topics(federation);
        clientProperties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        clientProperties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        Deserializer<SpecificRecord> values = WeirSerdes.deserializer(clientProperties);
        this.consumer = new KafkaConsumer<>(clientProperties, new StringDeserializer(), values);
        List<TopicPartition> followed = List.of(
                new TopicPartition(topics.rounds(), 0),
                new TopicPartition(topics.verdicts(), 0),
                new TopicPartition(topics.statistics(), 0));
        consumer.assign(followed);
        consumer.seekToBeginning(followed);
    }

    void poll(Duration timeout) {
        for (ConsumerRecord<String, SpecificRecord> record : consumer.poll(timeout)) {
            SpecificRecord value = record.value();
            if (value instanceof RoundOpened round) {
                opened.put(round.getRound(), round);
            } else if (value instanceof RoundSealed round) {
                sealed.put(round.getOpened().getRound(), round);
            } else if (value instanceof RoundFailed round) {
                failed.put(round.getOpened().getRound(), round);
            } else if (value instanceof Verdict verdict) {
                verdicts.put(verdict.getRound(), verdict);
            } else if (value instanceof SliceProducts report) {
                products.computeIfAbsent(report.getRound(), round -> new ArrayList<>())
                        .add(report);
            }
        }
    }

    Optional<RoundOpened> opened(long round) {
        return Optional.ofNullable(opened.get(round));
    }

    Optional<RoundSealed> sealed(long round) {
        return Optional.ofNullable(sealed.get(round));
    }

    Optional<RoundFailed> failed(long round) {
        return Optional.ofNullable(failed.get(round));
    }

    Optional<Verdict> verdict(long round) {
        return Optional.ofNullable(verdicts.get(round));
    }

    /** How alike the updates of a sealed round are, if its rule compared them. What earlier rounds reported is dropped. */
    Optional<Similarity> similarity(RoundSealed round) {
        if (!RecordedProducts.areTaken(round.getOpened())) {
            return Optional.empty();
        }
        long number = round.getOpened().getRound();
        long patienceNs = System.nanoTime() + PATIENCE.toNanos();
        Optional<Gram> gram = RecordedProducts.of(round, products.getOrDefault(number, List.of()));
        while (gram.isEmpty() && System.nanoTime() < patienceNs) {
            poll(POLL);
            gram = RecordedProducts.of(round, products.getOrDefault(number, List.of()));
        }
        products.headMap(number + 1).clear();
        return gram.map(known -> Similarity.of(round, known));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
