package io.weir.aggregator.internal;

import io.weir.aggregator.FederationTopics;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.wire.FederationSettings;
import io.weir.wire.RoundTopicMarker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes round topics ahead of their rounds and writes a marker to each of their partitions, which proves that a
 * partition is hosted and, when a slice task has read it, assigned. Any number of instances may do so at once.
 */
final class RoundTopics {
    private static final Logger LOG = LoggerFactory.getLogger(RoundTopics.class);

    private final Admin admin;
    private final Producer<String, byte[]> producer;
    private final Serializer<? super RoundTopicMarker> serializer;

    /**
     * A provisioner's tools.
     *
     * @param producer not idempotent: a partition that is not hosted yet may refuse its first batch
     */
    RoundTopics(Admin admin, Producer<String, byte[]> producer, Serializer<? super RoundTopicMarker> serializer) {
        this.admin = admin;
        this.producer = producer;
        this.serializer = serializer;
    }

    /** Returns when the topics of rounds {@code first} to {@code last} exist and every partition holds a marker. */
    void ensure(FederationSettings settings, long first, long last) throws InterruptedException, ExecutionException {
        List<NewTopic> wanted = new ArrayList<>();
        for (long round = first; round <= last; round++) {
            wanted.add(FederationTopics.round(settings, round));
        }
        Map<String, KafkaFuture<Void>> creations = admin.createTopics(wanted).values();
        for (Map.Entry<String, KafkaFuture<Void>> creation : creations.entrySet()) {
            try {
                creation.getValue().get();
                LOG.atInfo().addKeyValue("topic", creation.getKey()).log("round topic created");
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        mark(settings, first, last);
    }

    private void mark(FederationSettings settings, long first, long last)
            throws InterruptedException, ExecutionException {
        Topics topics = new Topics(settings.getFederation());
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (long round = first; round <= last; round++) {
            for (int partition = 0; partition < settings.getPartitions(); partition++) {
                ends.put(new TopicPartition(topics.roundUpdates(round), partition), OffsetSpec.latest());
            }
        }
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (var end : admin.listOffsets(ends).all().get().entrySet()) {
            TopicPartition at = end.getKey();
            if (end.getValue().offset() == 0) {
                long round = topics.roundOf(at.topic()).orElseThrow();
                RoundTopicMarker marker = new RoundTopicMarker(settings.getFederation(), round);
                byte[] value = serializer.serialize(at.topic(), marker);
                sent.add(producer.send(new ProducerRecord<>(at.topic(), at.partition(), Keys.marker(), value)));
            }
        }
        for (Future<RecordMetadata> future : sent) {
            future.get();
        }
    }
}
