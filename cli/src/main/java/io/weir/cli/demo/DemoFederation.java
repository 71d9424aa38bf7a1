package io.weir.cli.demo;

import io.weir.aggregator.AggregatorApplication;
import io.weir.aggregator.AggregatorConfig;
import io.weir.cli.bank.TabularTrainer;
import io.weir.cli.cluster.DataDirectory;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationAdmin;
import io.weir.cli.federation.LedgerIdentity;
import io.weir.cli.federation.StatisticsSource;
import io.weir.client.Participant;
import io.weir.client.ParticipantConfig;
import io.weir.client.ParticipantListener;
import io.weir.client.SecureConfig;
import io.weir.client.StatisticsAnswers;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.publisher.ModelPublisher;
import io.weir.publisher.PublisherConfig;
import io.weir.publisher.PublisherListener;
import io.weir.wire.FederationSettings;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantState;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A federation's services and banks in this process, each with its own Kafka clients and thread. */
final class DemoFederation implements AutoCloseable {
    private interface Run {
        void run() throws InterruptedException;
    }

    private final DemoOptions options;
    private final Connection connection;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final DemoServices services;
    /** What the committee's members write down, and whom banks accept. */
    private final DataDirectory journals = DataDirectory.open(Optional.empty(), "weir-demo-committee");

    private final Optional<DemoEnclave> enclave;

    private volatile boolean closing;

    DemoFederation(DemoOptions options, DemoServices services, Connection connection) {
        this.options = options;
        this.services = services;
        this.connection = connection;
        this.enclave = options.attested() ? Optional.of(new DemoEnclave(journals.path())) : Optional.empty();
    }

    /** Completes with what ended a part of the federation before its time. */
    CompletableFuture<Throwable> failure() {
        return failure;
    }

    /** Creates the federation and starts everyone. */
    void start(DemoData data, FederationSettings settings, Function<String, ParticipantListener> listeners) {
        Map<String, ParticipantIdentity> identities = new HashMap<>();
        List<ParticipantEntry> entries = new ArrayList<>();
        Instant now = Instant.now();
        for (DemoData.Bank bank : data.banks()) {
            ParticipantIdentity identity =
                    ParticipantIdentity.generate(bank.name(), DemoServices.VALIDITY, now.minusSeconds(60));
            identities.put(bank.name(), identity);
            entries.add(new ParticipantEntry(
                    options.federation(),
                    bank.name(),
                    ParticipantState.ACTIVE,
                    ByteBuffer.wrap(identity.certificateDer()),
                    now.toEpochMilli()));
        }
        try (FederationAdmin admin = new FederationAdmin(connection)) {
            admin.create(settings, entries);
        }
        startAggregator();
        startPublisher();
        Optional<Collusion> collusion = options.attack()
                .filter(LearningAttack.class::isInstance)
                .map(attack -> new Collusion(((LearningAttack) attack).fresh(), data, options));
        for (int i = 0; i < data.banks().size(); i++) {
            String bank = data.banks().get(i).name();
            startBank(i, data.banks().size(), identities.get(bank), listeners.apply(bank), part(data, collusion, i));
        }
    }

    private BankPart part(DemoData data, Optional<Collusion> collusion, int index) {
        DemoData.Bank bank = data.banks().get(index);
        boolean hostile = index >= data.banks().size() - options.attackers();
        return collusion
                .map(observing -> observing.part(index))
                .orElseGet(() -> new BankPart(
                        new TabularTrainer(bank.name(), bank.train()),
                        hostile && options.attack().orElseThrow() instanceof ProtocolAttack attack
                                ? attack.interceptor(bank.name())
                                : UpdateInterceptor.NONE));
    }

    private void startAggregator() {
        Map<String, Object> config = connection.clientProperties();
        config.put(AggregatorConfig.FEDERATION, options.federation());
        AggregatorApplication running = new AggregatorApplication(
                AggregatorConfig.from(config), Optional.of(services.aggregator()), enclave.map(DemoEnclave::evidence));
        parts.push(running);
        running.start();
        inThread("aggregator", () -> running.await().ifPresent(failure::complete));
    }

    private void startPublisher() {
        Map<String, Object> config = connection.clientProperties();
        config.put(PublisherConfig.FEDERATION, options.federation());
        // Every version is looked at afterwards, so none is given up before.
        config.put(PublisherConfig.RETAIN_VERSIONS, String.valueOf(options.rounds() + 1));
        ModelPublisher running = new ModelPublisher(
                PublisherConfig.from(config),
                new PublisherListener() {},
                Optional.of(new LedgerIdentity(services.publisher())));
        parts.push(running);
        inThread("publisher", running::run);
    }

    private void startBank(
            int index, int banks, ParticipantIdentity identity, ParticipantListener listener, BankPart part) {
        Map<String, String> config = new HashMap<>();
        connection.clientProperties().forEach((key, value) -> config.put(key, value.toString()));
        config.put(ParticipantConfig.FEDERATION, options.federation());
        config.put(ParticipantConfig.PARTICIPANT, identity.name());
        if (options.statistics() == StatisticsSource.ROUND) {
            // The demo's user is operator and bank in one.
            config.put(StatisticsAnswers.KEY, StatisticsAnswers.ALWAYS.text());
        }
        enclave.ifPresent(accepted -> config.putAll(accepted.demands()));
        Participant participant = options.secure()
                .map(security -> hiding(security, index, banks, config, identity, listener, part))
                .orElseGet(() -> new Participant(
                        ParticipantConfig.from(config), identity, part.trainer(), listener, part.interceptor()));
        parts.push(participant);
        inThread(identity.name(), participant::run);
    }

    private Participant hiding(
            DemoSecurity security,
            int index,
            int banks,
            Map<String, String> config,
            ParticipantIdentity identity,
            ParticipantListener listener,
            BankPart part) {
        boolean vanishes = security.vanishes(index, banks);
        config.put(SecureConfig.COMMITTEE, String.valueOf(!vanishes));
        config.put(
                SecureConfig.STATE_DIR, journals.path().resolve(identity.name()).toString());
        Vanishing vanishing = new Vanishing(listener, options.rounds());
        Participant participant = new Participant(
                ParticipantConfig.from(config),
                identity,
                SecureIdentity.generate(),
                part.trainer(),
                vanishes ? vanishing : listener,
                security.isAbsent(index) ? new AbsentMember(part.interceptor()) : part.interceptor());
        vanishing.ends(participant);
        return participant;
    }

    private void inThread(String name, Run run) {
        Thread thread = new Thread(
                () -> {
                    try {
                        run.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException e) {
                        if (!closing) {
                            failure.complete(e);
                        }
                    }
                },
                "weir-demo-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closing = true;
        RuntimeException first = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            } catch (Exception e) {
                throw new IllegalStateException("no part of a federation throws a checked exception", e);
            }
        }
        journals.close();
        if (first != null) {
            throw first;
        }
    }
}
