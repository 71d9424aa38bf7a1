package io.weir.aggregator;

import io.weir.aggregator.internal.KafkaLogReader;
import io.weir.aggregator.internal.RoundTopicProvisioner;
import io.weir.schemas.Topics;
import io.weir.schemas.serde.WeirSerdes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one instance of the aggregator; any number of them share a federation's work. */
public final class AggregatorApplication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AggregatorApplication.class);
    private static final int THREAD_REPLACEMENTS_MAX = 20;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final AggregatorConfig config;
    private final Serde<SpecificRecord> serde;
    private final KafkaStreams streams;
    private final RoundTopicProvisioner provisioner;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicInteger replacements = new AtomicInteger();

    /**
     * Checks that the federation is there and prepares the instance.
     *
     * @throws IllegalStateException if the cluster cannot be reached or the federation does not exist on it, with what
     *     to do
     */
    public AggregatorApplication(AggregatorConfig config) {
        this.config = config;
        StreamsConfig streamsConfig = new StreamsConfig(config.streams());
        Preflight.check(streamsConfig.getAdminConfigs("weir-" + config.federation() + "-preflight"), config);
        this.serde = WeirSerdes.serde(config.kafka());
        Map<String, Object> reader =
                new HashMap<>(RoundTopicProvisioner.consumerConfig(streamsConfig, config.federation()));
        this.streams = new KafkaStreams(
                AggregatorTopology.build(
                        new Topics(config.federation()),
                        serde,
                        () -> new KafkaLogReader(reader, config.logReadTimeout()),
                        config.tick(),
                        streamsConfig),
                streamsConfig);
        this.provisioner = new RoundTopicProvisioner(config, serde);
        streams.setUncaughtExceptionHandler(this::onFailure);
        streams.setStateListener((now, before) -> {
            LOG.atInfo()
                    .addKeyValue("federation", config.federation())
                    .addKeyValue("state", now)
                    .log("aggregator changed state");
            if (now == KafkaStreams.State.NOT_RUNNING || now == KafkaStreams.State.ERROR) {
                ended.countDown();
            }
        });
    }

    private StreamThreadExceptionResponse onFailure(Throwable cause) {
        int count = replacements.incrementAndGet();
        LOG.atError()
                .addKeyValue("federation", config.federation())
                .addKeyValue("failures", count)
                .setCause(cause)
                .log("a task failed");
        if (count > THREAD_REPLACEMENTS_MAX) {
            failure.compareAndSet(null, cause);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Starts the instance; returns at once. */
    public void start() {
        provisioner.start();
        streams.start();
    }

    /** The state of the underlying Streams client. */
    public KafkaStreams.State state() {
        return streams.state();
    }

    /** For metrics. */
    public KafkaStreams streams() {
        return streams;
    }

    /** Waits until the instance has ended, and says what ended it if that was a failure. */
    public Optional<Throwable> await() throws InterruptedException {
        ended.await();
        return Optional.ofNullable(failure.get());
    }

    /** Waits for the end for at most {@code millis}. */
    public boolean await(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        provisioner.close();
        streams.close(CLOSE_TIMEOUT);
        serde.close();
    }
}
