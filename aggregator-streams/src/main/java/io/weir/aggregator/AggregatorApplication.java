package io.weir.aggregator;

import io.weir.aggregator.internal.KafkaLogReader;
import io.weir.aggregator.internal.RoundTopicProvisioner;
import io.weir.aggregator.internal.TopicFollower;
import io.weir.aggregator.internal.attested.Enclave;
import io.weir.aggregator.internal.retention.RollingThreads;
import io.weir.aggregator.internal.retention.RoundTopicRemover;
import io.weir.aggregator.internal.retention.RoundWindow;
import io.weir.aggregator.internal.retention.WindowClients;
import io.weir.privacy.attestation.EvidenceProvider;
import io.weir.privacy.attestation.ReportData;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.Topics;
import io.weir.schemas.serde.WeirSerdes;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one instance of the aggregator; any number of them share a federation's work. */
public final class AggregatorApplication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AggregatorApplication.class);
    /** With the pauses between them, about a quarter of an hour. */
    private static final int FAILURES_MAX = 100;

    private static final long PAUSE_MS = 50;
    private static final long PAUSE_MAX_MS = 10_000;
    private static final Duration CALM = Duration.ofMinutes(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final AggregatorConfig config;
    private final Serde<SpecificRecord> serde;
    private final KafkaStreams streams;
    private final RoundTopicProvisioner provisioner;
    private final RoundTopicRemover remover;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private final AtomicLong lastFailureNs = new AtomicLong(System.nanoTime());

    /** An instance without an identity, for federations whose rounds nobody signs. */
    public AggregatorApplication(AggregatorConfig config) {
        this(config, Optional.empty());
    }

    /**
     * Checks that the federation is there and prepares the instance.
     *
     * @param identity signs what it announces, if the federation's settings name its key
     * @throws IllegalStateException if the cluster cannot be reached or the federation does not exist on it, with what
     *     to do
     */
    public AggregatorApplication(AggregatorConfig config, Optional<ParticipantIdentity> identity) {
        this(config, identity, config.attestation().evidence());
    }

    /**
     * The same with a given provider of evidence for attested rounds, whatever the configuration says.
     *
     * @throws io.weir.privacy.attestation.EvidenceException if it has none to give
     */
    public AggregatorApplication(
            AggregatorConfig config, Optional<ParticipantIdentity> identity, Optional<EvidenceProvider> evidence) {
        this.config = config;
        // Whoever has no evidence now will have none in a round either.
        evidence.ifPresent(provider -> provider.report(new byte[ReportData.BYTES]));
        StreamsConfig streamsConfig = new StreamsConfig(config.streams());
        Preflight.check(streamsConfig.getAdminConfigs("weir-" + config.federation() + "-preflight"), config);
        this.serde = WeirSerdes.serde(config.kafka());
        Map<String, Object> reader = TopicFollower.consumerConfig(streamsConfig, config.federation());
        Clock clock = Clock.systemUTC();
        RoundWindow window =
                new RoundWindow(new Topics(config.federation()), config.roundsWatched(), config.retentionCheck());
        this.streams = new KafkaStreams(
                AggregatorTopology.build(
                        new Topics(config.federation()),
                        serde,
                        () -> new KafkaLogReader(reader, config.logReadTimeout()),
                        config.bufferBytes(),
                        config.tick(),
                        identity,
                        streamsConfig,
                        evidence.map(provider -> new Enclave(provider, TopologyDigest.of(config.federation())))),
                streamsConfig,
                new WindowClients(window));
        this.provisioner = new RoundTopicProvisioner(config, serde, window, clock);
        int threads = streamsConfig.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG);
        this.remover = new RoundTopicRemover(config, serde, new RollingThreads(streams, threads, clock), window, clock);
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

    /** Replaces the failed thread after a pause that grows with failures in a row, so that an outage is survived. */
    private StreamThreadExceptionResponse onFailure(Throwable cause) {
        long nowNs = System.nanoTime();
        boolean calmBefore = nowNs - lastFailureNs.getAndSet(nowNs) > CALM.toNanos();
        int inARow = calmBefore ? 1 : failuresInARow.get() + 1;
        failuresInARow.set(inARow);
        LOG.atError()
                .addKeyValue("federation", config.federation())
                .addKeyValue("failuresInARow", inARow)
                .setCause(cause)
                .log("a task failed; its thread is replaced");
        if (inARow > FAILURES_MAX) {
            failure.compareAndSet(null, cause);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        try {
            long pauseMs = Math.min(PAUSE_MAX_MS, PAUSE_MS << Math.min(inARow, 10));
            if (ended.await(pauseMs, TimeUnit.MILLISECONDS)) {
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Starts the instance; returns at once. */
    public void start() {
        // Stream threads that find their first topics at different moments fail, and wait for a session to time out.
        provisioner.start(streams::start);
        remover.start();
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
        remover.close();
        // Leaving at once lets the other instances take over now, not when a session has timed out.
        streams.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        if (streams.state() == KafkaStreams.State.NOT_RUNNING) {
            // Everything is in changelogs; nothing local is worth keeping.
            streams.cleanUp();
        }
        serde.close();
    }
}
