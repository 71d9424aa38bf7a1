package io.weir.client.internal;

import io.weir.client.LocalTrainer;
import io.weir.client.ParticipantConfig;
import io.weir.client.ParticipantListener;
import io.weir.client.attested.AttestedRoundCheck;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.client.update.EncodedUpdate;
import io.weir.client.update.UpdateEncoder;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.TrustedCertificates;
import io.weir.schemas.Topics;
import io.weir.wire.RoundOpened;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads, decides, plays, and reads again; on one thread, which is the caller's. */
public final class ParticipantLoop {
    private static final Logger log = LoggerFactory.getLogger(ParticipantLoop.class);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final Duration PROBE_AFTER = Duration.ofSeconds(15);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);

    private final ParticipantConfig config;
    private final ParticipantIdentity identity;
    private final Optional<SecureParts> secure;
    private final ParticipantListener listener;
    private final UpdateInterceptor interceptor;
    private final KafkaClients clients;
    private final Clock clock;
    private final StopSignal stop;
    private final FederationView view;
    private final ModelAssembly models;
    private final BudgetBook budgets;
    private final RoundDecider decider;
    private final RoundPlayer player;
    private final ClientMomentum momentum = new ClientMomentum();
    private final Set<Long> handled = new HashSet<>();
    private String lastReason = "";

    /** Makes no connection yet. */
    public ParticipantLoop(
            ParticipantConfig config,
            ParticipantIdentity identity,
            Optional<SecureParts> secure,
            LocalTrainer trainer,
            ParticipantListener listener,
            UpdateInterceptor interceptor,
            KafkaClients clients,
            Clock clock,
            StopSignal stop) {
        this.config = config;
        this.identity = identity;
        this.secure = secure;
        this.listener = listener;
        this.interceptor = interceptor;
        this.clients = clients;
        this.clock = clock;
        this.stop = stop;
        this.view = new FederationView(config.federation(), config.participant());
        this.models = new ModelAssembly(config.federation());
        this.budgets = new BudgetBook(config.federation(), identity);
        this.decider = new RoundDecider(
                config.participant(), identity.publicKey(), config.modelWaitMs(), secure, attested(config));
        UpdateEncoder encoder = new UpdateEncoder(identity, interceptor, secure.map(parts -> parts.hiding(identity)));
        this.player = new RoundPlayer(trainer, encoder, listener, stop);
    }

    private static Optional<AttestedRoundCheck> attested(ParticipantConfig config) {
        return AttestedRoundCheck.of(
                config.attestation(),
                () -> config.secure().trustedCertificates().map(TrustedCertificates::load));
    }

    /**
     * Runs until stopped or until the federation is complete.
     *
     * @throws KafkaException if Kafka or the registry does not answer at the start, or refuses at any time
     */
    public void run() throws InterruptedException {
        try (Values values = clients.values();
                FederationFollower follower = follower(values);
                Producer<String, byte[]> producer = clients.producer()) {
            try {
                UpdateSender sender = new UpdateSender(producer, values, interceptor, stop);
                RoundPublisher publisher =
                        new RoundPublisher(config, identity, clients, values, follower, view, sender, clock, stop);
                follow(
                        follower,
                        publisher,
                        new PrivacyGate(
                                identity,
                                view,
                                budgets,
                                new BudgetSender(producer, values, stop),
                                config.statistics(),
                                clock),
                        () -> publishKeys(producer, values));
            } finally {
                producer.close(CLOSE);
            }
        }
    }

    private FederationFollower follower(Values values) {
        Consumer<String, byte[]> consumer = clients.committedConsumer();
        stop.onRequest(consumer::wakeup);
        return new FederationFollower(consumer, values, new Topics(config.federation()), view, models, budgets, clock);
    }

    private void publishKeys(Producer<String, byte[]> producer, Values values) throws InterruptedException {
        if (secure.isPresent()) {
            try (Consumer<String, byte[]> consumer = clients.committedConsumer()) {
                Runnable waker = consumer::wakeup;
                stop.onRequest(waker);
                try {
                    new KeysPublisher(config, identity, secure.get().keys(), stop).publish(consumer, producer, values);
                } finally {
                    stop.forget(waker);
                }
            }
        }
    }

    /** Done once the federation is found. */
    private interface Introduction {
        void run() throws InterruptedException;
    }

    private void follow(
            FederationFollower follower, RoundPublisher publisher, PrivacyGate gate, Introduction introduction)
            throws InterruptedException {
        Duration timeout = Duration.ofMillis(config.startupTimeoutMs());
        follower.connect(timeout);
        introduction.run();
        follower.catchUp(timeout);
        view.goLive();
        long lastAnswer = System.nanoTime();
        boolean fresh = true;
        boolean complete = false;
        while (!complete && !stop.requested()) {
            try {
                if (fresh || follower.drain(Duration.ofMillis(config.roundPollMs()))) {
                    lastAnswer = System.nanoTime();
                } else if (System.nanoTime() - lastAnswer > PROBE_AFTER.toNanos()) {
                    follower.catchUp(PROBE_TIMEOUT); // a consumer is silent about a broker that is gone
                    lastAnswer = System.nanoTime();
                }
                fresh = false;
                models.assemble().ifPresent(this::received);
                tellNews();
                complete = act(publisher, gate);
            } catch (KafkaException e) {
                if (!KafkaFailures.isPassing(e)) {
                    throw e;
                }
                waiting(KafkaFailures.explain(e, config).getMessage());
                stop.await(config.roundPollMs());
            }
        }
    }

    private void received(Model model) {
        log.atInfo().addKeyValue("version", model.version()).log("model received");
        listener.modelReceived(model.version());
    }

    private void tellNews() {
        for (Optional<EndedRound> news = view.nextNews(); news.isPresent(); news = view.nextNews()) {
            EndedRound ended = news.get();
            handled.remove(ended.number());
            if (ended instanceof EndedRound.Sealed round) {
                boolean included = round.sealed().getUpdates().stream()
                        .anyMatch(update -> update.getParticipant().equals(identity.name()));
                listener.roundSealed(ended.number(), included);
            } else if (ended instanceof EndedRound.Failed round) {
                listener.roundFailed(ended.number(), round.failed().getReason());
            }
        }
    }

    /** Does what is next; whether the federation is complete. */
    private boolean act(RoundPublisher publisher, PrivacyGate gate) throws InterruptedException {
        boolean waits = false;
        while (!waits && !stop.requested()) {
            Decision decision = decider.decide(view, models.current(), handled, clock.millis());
            if (decision instanceof Decision.Wait wait) {
                waiting(wait.reason());
                waits = true;
            } else if (decision instanceof Decision.Skip skip) {
                handled.add(skip.round().number());
                skipped(skip.round().number(), skip.reason());
            } else if (decision instanceof Decision.Play play) {
                play(play, publisher, gate);
                waits = true; // read what has happened meanwhile before deciding again
            } else if (decision instanceof Decision.Complete) {
                log.atInfo().addKeyValue("federation", config.federation()).log("federation complete");
                listener.completed();
                return true;
            }
        }
        return false;
    }

    private void play(Decision.Play play, RoundPublisher publisher, PrivacyGate gate) throws InterruptedException {
        RoundOpened opened = play.round().opened();
        long number = opened.getRound();
        EarlierUpdate earlier = play.round().beforeStart() ? publisher.readEarlier(opened) : EarlierUpdate.NOTHING;
        lastReason = "";
        if (earlier.isWhole()) {
            tell(publisher.complete(opened, earlier), number);
            handled.add(number);
            return;
        }
        Optional<float[]> before = momentum.before(opened, view.lastTaken(), publisher::readPublished);
        PrivacyGate.Outcome asked = gate.ask(opened, () -> player.cost(play), earlier);
        handled.add(number); // whatever comes of it: the same training would fail again
        if (asked instanceof PrivacyGate.Outcome.Refused refused) {
            refused(number, refused.reason());
            return;
        }
        Optional<EncodedUpdate> update = player.play(play, before, asked.spent());
        if (update.isPresent()) {
            if (asked.spent().isPresent() && !earlier.isPartOf(update.get().commit())) {
                refused(
                        number,
                        "training came to another update than the one that an earlier run has sent parts of: both"
                                + " would cost privacy twice");
                return;
            }
            RoundPublisher.Outcome outcome = publisher.publish(update.get(), earlier, this::waiting);
            if (outcome instanceof RoundPublisher.Outcome.Published) {
                momentum.published(update.get());
            }
            tell(outcome, number);
        }
    }

    private void tell(RoundPublisher.Outcome outcome, long round) {
        if (outcome instanceof RoundPublisher.Outcome.Published published) {
            log.atInfo()
                    .addKeyValue("round", round)
                    .addKeyValue("chunks", published.chunks())
                    .addKeyValue("sentBytes", published.sentBytes())
                    .log("update published");
            listener.updatePublished(round, published.chunks(), published.sentBytes());
        } else if (outcome instanceof RoundPublisher.Outcome.Dropped dropped) {
            skipped(round, dropped.reason());
        }
    }

    private void skipped(long round, String reason) {
        log.atWarn().addKeyValue("round", round).addKeyValue("reason", reason).log("round left out");
        listener.roundSkipped(round, reason);
    }

    private void refused(long round, String reason) {
        log.atWarn().addKeyValue("round", round).addKeyValue("reason", reason).log("round refused for privacy");
        listener.roundRefused(round, reason);
    }

    private void waiting(String reason) {
        if (!reason.equals(lastReason)) {
            lastReason = reason;
            log.atInfo().addKeyValue("reason", reason).log("waiting");
            listener.waiting(reason);
        }
    }
}
