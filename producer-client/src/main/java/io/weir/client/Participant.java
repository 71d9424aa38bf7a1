package io.weir.client;

import io.weir.client.intercept.UpdateInterceptor;
import io.weir.client.internal.CommitteeThread;
import io.weir.client.internal.ConfiguredKafkaClients;
import io.weir.client.internal.KafkaClients;
import io.weir.client.internal.KafkaFailures;
import io.weir.client.internal.ParticipantLoop;
import io.weir.client.internal.SecureParts;
import io.weir.client.internal.StopSignal;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.SecureIdentity;
import java.time.Clock;
import java.util.Optional;
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
    private final ParticipantIdentity identity;
    private final Optional<SecureParts> secure;
    private final ParticipantListener listener;
    private final KafkaClients clients;
    private final boolean answersCommittee;
    private final StopSignal stop = new StopSignal();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final ParticipantLoop loop;
    private Optional<CommitteeThread> committee = Optional.empty();
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
        this(
                config,
                identity,
                Optional.empty(),
                trainer,
                listener,
                interceptor,
                new ConfiguredKafkaClients(config),
                Clock.systemUTC());
    }

    /**
     * For federations that hide updates, too.
     *
     * @param secure the participant's keys for secure aggregation, which it publishes
     * @param interceptor falsifies updates, for tests and the demo's attacks
     * @throws IllegalArgumentException if the identity is another participant's
     * @throws io.weir.privacy.identity.IdentityException if the trusted certificates that the configuration names cannot be
     *     read
     */
    public Participant(
            ParticipantConfig config,
            ParticipantIdentity identity,
            SecureIdentity secure,
            LocalTrainer trainer,
            ParticipantListener listener,
            UpdateInterceptor interceptor) {
        this(
                config,
                identity,
                Optional.of(secure),
                trainer,
                listener,
                interceptor,
                new ConfiguredKafkaClients(config),
                Clock.systemUTC());
    }

    Participant(
            ParticipantConfig config,
            ParticipantIdentity identity,
            Optional<SecureIdentity> secure,
            LocalTrainer trainer,
            ParticipantListener listener,
            UpdateInterceptor interceptor,
            KafkaClients clients,
            Clock clock) {
        if (!identity.name().equals(config.participant())) {
            throw new IllegalArgumentException(ParticipantConfig.PARTICIPANT + " is '" + config.participant()
                    + "', but the certificate is that of '" + identity.name() + "': use one name");
        }
        if (config.secure().committee() && secure.isEmpty()) {
            throw new IllegalArgumentException(SecureConfig.COMMITTEE + " is true, but the participant has no keys for"
                    + " secure aggregation: give it a SecureIdentity");
        }
        this.config = config;
        this.identity = identity;
        this.secure = secure.map(keys -> SecureParts.of(config, keys));
        this.listener = listener;
        this.clients = clients;
        this.answersCommittee = interceptor.answersCommittee();
        this.loop = new ParticipantLoop(
                config, identity, this.secure, trainer, listener, interceptor, clients, clock, stop);
    }

    /**
     * Takes part until the federation is complete or {@link #close} is called, on the calling thread. Starts no other
     * thread but those of Kafka's clients and, if it serves on committees, one for that; they end with it. To be called once.
     *
     * @throws ParticipantException if Kafka or the registry cannot be reached at the start, the federation does not
     *     exist, access is refused, a published model is not what it claims to be, or what a committee member has
     *     acknowledged cannot be read or written down
     * @throws InterruptedException if the calling thread is interrupted
     */
    public void run() throws InterruptedException {
        begin();
        try {
            serveOnCommittees();
            try {
                takePart();
            } finally {
                committee.ifPresent(CommitteeThread::close);
            }
            committee.flatMap(CommitteeThread::failure).ifPresent(Participant::rethrow);
        } finally {
            finished.countDown();
        }
    }

    private synchronized void serveOnCommittees() {
        if (answersCommittee) {
            committee = CommitteeThread.start(config, identity, secure, listener, clients, stop);
        }
    }

    private static void rethrow(RuntimeException e) {
        throw e;
    }

    private void takePart() throws InterruptedException {
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
        boolean here = Thread.currentThread().equals(runner)
                || committee.map(CommitteeThread::isCurrent).orElse(false);
        return runner != null && !here;
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
