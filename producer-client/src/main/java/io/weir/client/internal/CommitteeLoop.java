package io.weir.client.internal;

import io.weir.client.ParticipantConfig;
import io.weir.client.ParticipantListener;
import io.weir.client.committee.CommitteeDuty;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.wire.CommitteeRefusal;
import io.weir.wire.OpenedShares;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what the committee is told, and publishes what its member answers; on a thread of its own, since another one trains. */
final class CommitteeLoop {
    private static final Logger log = LoggerFactory.getLogger(CommitteeLoop.class);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final ParticipantConfig config;
    private final KafkaClients clients;
    private final CommitteeDuty duty;
    private final StopSignal stop;
    private final Topics topics;
    private final ParticipantListener listener;
    private final List<SpecificRecord> unsent = new ArrayList<>();

    CommitteeLoop(
            ParticipantConfig config,
            KafkaClients clients,
            CommitteeDuty duty,
            ParticipantListener listener,
            StopSignal stop) {
        this.config = config;
        this.clients = clients;
        this.duty = duty;
        this.listener = listener;
        this.stop = stop;
        this.topics = new Topics(config.federation());
    }

    /**
     * Runs until stopped.
     *
     * @throws KafkaException if Kafka or the registry does not answer at the start, or refuses at any time
     */
    void run() throws InterruptedException {
        try (Values values = clients.values();
                CommitteeFollower follower = follower(values);
                Producer<String, byte[]> producer = clients.producer()) {
            try {
                follower.connect();
                while (!stop.requested()) {
                    step(follower, producer, values);
                }
            } finally {
                producer.close(CLOSE);
            }
        }
    }

    private CommitteeFollower follower(Values values) {
        Consumer<String, byte[]> consumer = clients.committedConsumer();
        stop.onRequest(consumer::wakeup);
        return new CommitteeFollower(consumer, values, topics, Duration.ofMillis(config.startupTimeoutMs()));
    }

    private void step(CommitteeFollower follower, Producer<String, byte[]> producer, Values values)
            throws InterruptedException {
        try {
            publish(producer, values);
            follower.poll(Duration.ofMillis(config.roundPollMs()), duty, record -> unsent.addAll(duty.apply(record)));
        } catch (KafkaException e) {
            if (!KafkaFailures.isPassing(e)) {
                throw e;
            }
            log.atWarn().addKeyValue("reason", e.getMessage()).log("the committee waits");
            stop.await(config.roundPollMs());
        }
    }

    private void publish(Producer<String, byte[]> producer, Values values) throws InterruptedException {
        if (unsent.isEmpty()) {
            return;
        }
        List<SpecificRecord> answers = List.copyOf(unsent);
        Acknowledged.send(
                producer, answers.stream().map(answer -> record(values, answer)).toList(), stop);
        unsent.clear();
        answers.forEach(this::tell);
    }

    private void tell(SpecificRecord sent) {
        if (sent instanceof OpenedShares opened) {
            listener.committeeOpened(opened.getRound(), opened.getGroup());
        } else if (sent instanceof CommitteeRefusal refusal) {
            listener.committeeRefused(
                    refusal.getRound(),
                    "group " + refusal.getGroup() + ": " + refusal.getCode() + ", " + refusal.getDetail());
        }
    }

    private ProducerRecord<String, byte[]> record(Values values, SpecificRecord answer) {
        long round = (long) answer.get(answer.getSchema().getField("round").pos());
        String key = Keys.committee(round, config.participant());
        return new ProducerRecord<>(topics.committee(), 0, key, values.write(topics.committee(), answer));
    }
}
