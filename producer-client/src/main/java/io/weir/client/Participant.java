package io.weir.client;

import io.weir.client.intercept.UpdateInterceptor;
import io.weir.client.internal.ConfiguredKafkaClients;
import io.weir.client.internal.KafkaClients;
import io.weir.client.internal.KafkaFailures;
import io.weir.client.internal.ParticipantLoop;
import io.weir.client.internal.StopSignal;
import io.weir.privacy.identity.ParticipantIdentity;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bank in a federation: receives models, has them trained, and publishes signed updates, round after round.
 *
 * <pre>{@code
 * try (Participant participant = new Participant(config, identity, trainer, ParticipantListener.NONE)) {
 *     participant.run();
 * }
 * }</pre>
 *
 * <p>It can be ended at any time and started again: what a round's topic already holds is not sent a second time.
 */
public final class Participant implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Participant.class);
    private static final long CLOSE_TIMEOUT_MS = 15_000;

    private final ParticipantConfig config;
    private final StopSignal stop = new StopSignal();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final ParticipantLoop loop;
    private Thread runner;

    /**
     * Makes no connection yet.
     *
     * @param config where Kafka and the registry are
     * @param identity whose name is the configured participant's
     * @param trainer what trains
     * @param listener told what happens
     * @throws IllegalArgumentException if the identity is another participant's
     */
    public Participant(
            ParticipantConfig config,
            ParticipantIdentity identity,
            LocalTrainer trainer,
            ParticipantListener listener) {
        this(config, identity, trainer, listener, UpdateInterceptor.NONE);
    }

    /** As the other constructor; the interceptor falsifies updates, for tests and the demo's attacks. */
    public Participant(
            ParticipantConfig config,
            ParticipantIdentity identity,
            LocalTrainer trainer,
            ParticipantListener listener,
            UpdateInterceptor interceptor) {
        this(config, identity, trainer, listener, interceptor, new ConfiguredKafkaClients(config), Clock.systemUTC());
    }

    Participant(
            ParticipantConfig config,
            ParticipantIdentity identity,
            LocalTrainer trainer,
            ParticipantListener listener,
            UpdateInterceptor interceptor,
            KafkaClients clients,
            Clock clock) {
        if (!identity.name().equals(config.participant())) {
            throw new IllegalArgumentException(ParticipantConfig.PARTICIPANT + " is '" + config.participant()
                    + "', but the certificate is that of '" + identity.name() + "': use one name");
        }
        this.config = config;
        this.loop = new ParticipantLoop(config, identity, trainer, listener, interceptor, clients, clock, stop);
    }

    /**
     * Takes part until the federation is complete or {@link #close} is called, on the calling thread. Starts no other
     * thread but those of Kafka's clients, which end with it. To be called once.
     *
     * @throws ParticipantException if Kafka or the registry cannot be reached at the start, the federation does not
     *     exist, access is refused, or a published model is not what it claims to be
     * @throws InterruptedException if the calling thread is interrupted
     */
    public void run() throws InterruptedException {
        begin();
        try {
            loop.run();
        } catch (InterruptException e) {
            boolean callersOwn = Thread.interrupted() && !stop.requested();
            if (callersOwn) {
                throw interrupted(e);
            }
        } catch (KafkaException e) {
            if (!stop.requested()) {
                throw KafkaFailures.explain(e, config);
            }
        } catch (InterruptedException e) {
            if (!stop.requested()) {
                throw e;
            }
        } finally {
            finished.countDown();
        }
    }

    private static InterruptedException interrupted(InterruptException cause) {
        InterruptedException e = new InterruptedException("the participant was interrupted");
        e.initCause(cause);
        return e;
    }

    private synchronized void begin() {
        if (runner != null) {
            throw new IllegalStateException("run() was called before: make a new participant");
        }
        runner = Thread.currentThread();
    }

    private synchronized boolean isRunningElsewhere() {
        return runner != null && !runner.equals(Thread.currentThread());
    }

    /** Ends {@link #run}, interrupting the trainer if it is at work, and waits for it to return. */
    @Override
    public void close() {
        stop.request();
        if (!isRunningElsewhere()) {
            return;
        }
        try {
            if (!finished.await(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                log.atWarn()
                        .addKeyValue("timeoutMs", CLOSE_TIMEOUT_MS)
                        .log("the participant has not ended yet; does its trainer ignore interrupts?");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
