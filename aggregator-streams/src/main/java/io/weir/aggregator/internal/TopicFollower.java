package io.weir.aggregator.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that reads some topics of one partition from their beginning, and takes one step after the other until closed. */
public final class TopicFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration END = Duration.ofSeconds(30);

    /** Reads on, and does what follows from it. */
    public interface Step {
        /** Called again after the pause, also if it failed. */
        void take(Consumer<String, SpecificRecord> consumer) throws InterruptedException, ExecutionException;
    }

    /** How long to wait between two steps. */
    public record Pauses(Duration afterStep, Duration afterFailure) {}

    private final String name;
    private final Consumer<String, SpecificRecord> consumer;
    private final Step step;
    private final Pauses pauses;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * A follower that is not started.
     *
     * @param name of the thread, and in the log
     * @param topics each of one partition
     */
    public TopicFollower(
            String name,
            StreamsConfig streams,
            String federation,
            Serde<SpecificRecord> serde,
            List<String> topics,
            Pauses pauses,
            Step step) {
        this.name = name;
        this.consumer = new KafkaConsumer<>(
                consumerConfig(streams, federation), new StringDeserializer(), serde.deserializer());
        this.step = step;
        this.pauses = pauses;
        this.thread = new Thread(this::run, name);
        List<TopicPartition> followed =
                topics.stream().map(topic -> new TopicPartition(topic, 0)).toList();
        consumer.assign(followed);
        consumer.seekToBeginning(followed);
    }

    /** Settings of a consumer that belongs to no group and sees only what was committed. */
    public static Map<String, Object> consumerConfig(StreamsConfig streams, String federation) {
        Map<String, Object> consumer = new HashMap<>(streams.getRestoreConsumerConfigs("weir-" + federation + "-log"));
        consumer.remove(ConsumerConfig.GROUP_ID_CONFIG);
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer.putAll(FetchSizes.plainConsumer());
        return consumer;
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            Duration pause = Duration.ZERO;
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration step() throws InterruptedException {
        try {
            step.take(consumer);
            return pauses.afterStep();
        } catch (WakeupException e) {
            LOG.atDebug().addKeyValue("follower", name).log("closing");
            return Duration.ZERO;
        } catch (ExecutionException | KafkaException e) {
            LOG.atWarn().addKeyValue("follower", name).setCause(e).log("could not do its work; trying again");
            return pauses.afterFailure();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        consumer.wakeup();
        boolean interrupted = false;
        try {
            thread.join(END.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        consumer.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
