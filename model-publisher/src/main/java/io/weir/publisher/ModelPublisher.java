package io.weir.publisher;

import io.weir.publisher.internal.BrokerClients;
import io.weir.publisher.internal.Fault;
import io.weir.publisher.internal.FederationCheck;
import io.weir.publisher.internal.KafkaClients;
import io.weir.publisher.internal.PublisherSession;
import io.weir.publisher.internal.Recovery;
import io.weir.wire.ModelHead;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the exact aggregates of a federation's rounds into immutable model versions. Any number of instances may run;
 * one of them publishes, and another takes over when it ends, without a version lost or made twice.
 */
public final class ModelPublisher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ModelPublisher.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long CLOSE_LIMIT_MS = 30_000;

    private final PublisherConfig config;
    private final PublisherListener listener;
    private final Optional<LedgerSigner> signer;
    private final KafkaClients clients;
    private final Clock clock;
    private final Recovery recovery;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean started;
    private volatile PublisherSession session;

    /** As {@link #ModelPublisher(PublisherConfig, PublisherListener, Optional)}, without a signature. */
    public ModelPublisher(PublisherConfig config, PublisherListener listener) {
        this(config, listener, LedgerSigner.none());
    }

    /**
     * A publisher that reports to {@code listener}; it connects in {@link #run}.
     *
     * @param signer signs the ledger; empty if the federation's settings name no key
     */
    public ModelPublisher(PublisherConfig config, PublisherListener listener, Optional<LedgerSigner> signer) {
        this(config, listener, signer, new BrokerClients(config), Clock.systemUTC());
    }

    ModelPublisher(
            PublisherConfig config,
            PublisherListener listener,
            Optional<LedgerSigner> signer,
            KafkaClients clients,
            Clock clock) {
        this.config = config;
        this.listener = listener;
        this.signer = signer;
        this.clients = clients;
        this.clock = clock;
        this.recovery = new Recovery(config, System::nanoTime);
    }

    /**
     * Publishes until {@link #close} is called from another thread. Runs once.
     *
     * @throws ClusterUnreachableException if no broker answers at the start, or for longer than the recovery timeout
     * @throws FederationNotFoundException if the federation's topics are not there
     * @throws PublisherException if an aggregate or what was published before is damaged
     * @throws KafkaException if trying again is of no use, for example without permission
     */
    public void run() {
        if (started) {
            throw new IllegalStateException("a publisher runs once");
        }
        started = true;
        try {
            FederationCheck.requireTopics(clients, config);
            while (!isClosing()) {
                runSession();
            }
        } finally {
            ended.countDown();
        }
    }

    private void runSession() {
        boolean active = false;
        try (PublisherSession opened = new PublisherSession(config, clients, recovering(), signer, clock)) {
            session = opened;
            while (!isClosing()) {
                opened.step(POLL);
                active = opened.isActive();
                if (active) {
                    recovery.active();
                }
            }
        } catch (WakeupException e) {
            if (!isClosing()) {
                throw e;
            }
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            stepDown(e, active);
        } finally {
            session = null;
        }
    }

    private void stepDown(RuntimeException failure, boolean wasActive) {
        switch (Fault.of(failure)) {
            case FENCED ->
                log.atWarn()
                        .addKeyValue("federation", config.federation())
                        .setCause(failure)
                        .log("another instance took over: publisher steps down and joins again");
            case RETRIABLE -> {
                log.atWarn()
                        .addKeyValue("federation", config.federation())
                        .setCause(failure)
                        .log("the cluster or the schema registry failed: publisher loads its state again");
                recovery.failed(failure, wasActive);
            }
            case FATAL -> throw failure;
        }
        await(closing, recovery.nextBackoffMs());
    }

    private PublisherListener recovering() {
        return new PublisherListener() {
            @Override
            public void becameActive() {
                listener.becameActive();
            }

            @Override
            public void waiting(String reason) {
                listener.waiting(reason);
            }

            @Override
            public void published(ModelHead head) {
                recovery.published();
                listener.published(head);
            }
        };
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private static void await(CountDownLatch latch, long limitMs) {
        try {
            boolean unused = latch.await(limitMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    /** Ends {@link #run}, and waits at most 30 s for it; what was published stays, and nothing is half published. */
    @Override
    public void close() {
        closing.countDown();
        PublisherSession current = session;
        if (current != null) {
            current.wakeup();
        }
        if (started) {
            await(ended, CLOSE_LIMIT_MS);
        }
    }
}
