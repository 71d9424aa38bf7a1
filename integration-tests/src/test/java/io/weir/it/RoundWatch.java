package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.federation.Connection;
import io.weir.it.FaultScenario.Moment;
import io.weir.it.FaultScenario.State;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.ModelHead;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Follows a federation's rounds and remembers when each of their states was reached; survives a broker's restart. */
final class RoundWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);

    private record Reached(long round, State state) {}

    private final Map<Reached, Long> reachedNs = new HashMap<>();
    private final Deserializer<SpecificRecord> values;
    private final KafkaConsumer<String, SpecificRecord> consumer;
    private final Background following;

    RoundWatch(Connection connection, Topics topics) {
        Map<String, Object> config = connection.clientProperties();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        this.values = WeirSerdes.deserializer(config);
        this.consumer = new KafkaConsumer<>(config, new StringDeserializer(), values);
        consumer.assign(List.of(new TopicPartition(topics.rounds(), 0), new TopicPartition(topics.models(), 0)));
        this.following = Background.run(topics.federation() + "-watch", this::follow);
    }

    private void follow() {
        try (values;
                consumer) {
            while (true) {
                for (ConsumerRecord<String, SpecificRecord> record : consumer.poll(POLL)) {
                    see(record.key(), record.value());
                }
            }
        } catch (WakeupException | InterruptException e) {
            return; // Closed.
        }
    }

    private void see(String key, SpecificRecord value) {
        if (value instanceof RoundOpened opened) {
            reached(opened.getRound(), State.OPENED);
        } else if (value instanceof RoundSealed sealed) {
            reached(sealed.getOpened().getRound(), State.SEALED);
        } else if (Keys.head().equals(key) && value instanceof ModelHead head) {
            reached(head.getRound(), State.PUBLISHED);
        }
    }

    private synchronized void reached(long round, State state) {
        reachedNs.putIfAbsent(new Reached(round, state), System.nanoTime());
        notifyAll();
    }

    /** Waits for a moment; returns at once if it is over. */
    synchronized void await(Moment moment) throws InterruptedException {
        Reached wanted = new Reached(moment.round(), moment.state());
        long deadlineNs = System.nanoTime() + Eventually.LIMIT.toNanos();
        while (!reachedNs.containsKey(wanted) && System.nanoTime() < deadlineNs) {
            wait(POLL.toMillis());
        }
        assertThat(reachedNs).as("states of rounds that were reached").containsKey(wanted);
        long atNs = reachedNs.get(wanted) + TimeUnit.MILLISECONDS.toNanos(moment.delayMs());
        for (long leftNs = atNs - System.nanoTime(); leftNs > 0; leftNs = atNs - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, leftNs);
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        following.close();
    }
}
