package io.weir.cli.demo;

import io.weir.aggregator.AggregatorApplication;
import io.weir.aggregator.AggregatorConfig;
import io.weir.cli.bank.PrivacySettings;
import io.weir.cli.bank.TabularTrainer;
import io.weir.cli.cluster.DataDirectory;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationAdmin;
import io.weir.cli.federation.FederationDefaults;
import io.weir.cli.federation.LedgerIdentity;
import io.weir.cli.federation.SecureDefaults;
import io.weir.client.Participant;
import io.weir.client.ParticipantConfig;
import io.weir.client.ParticipantListener;
import io.weir.client.SecureConfig;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.guard.Rules;
import io.weir.guard.VerdictRule;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.publisher.ModelPublisher;
import io.weir.publisher.PublisherConfig;
import io.weir.publisher.PublisherListener;
import io.weir.wire.FederationSettings;
import io.weir.wire.ModelManifest;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A federation's services and banks in this process, each with its own Kafka clients and thread. */
final class DemoFederation implements AutoCloseable {
    private static final Duration CERTIFICATE_VALIDITY = Duration.ofDays(30);

    private interface Run {
        void run() throws InterruptedException;
    }

    private final DemoOptions options;
    private final Connection connection;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final ParticipantIdentity publisher =
            ParticipantIdentity.generate("publisher", CERTIFICATE_VALIDITY, Instant.now());
    private final ParticipantIdentity aggregator =
            ParticipantIdentity.generate("aggregator", CERTIFICATE_VALIDITY, Instant.now());
    /** What the committee's members write down, and whom banks accept. */
    private final DataDirectory journals = DataDirectory.open(Optional.empty(), "weir-demo-committee");

    private final Optional<DemoEnclave> enclave;

    private volatile boolean closing;

    DemoFederation(DemoOptions options, Connection connection) {
        this.options = options;
        this.connection = connection;
        this.enclave = options.attested() ? Optional.of(new DemoEnclave(journals.path())) : Optional.empty();
    }

    /** Completes with what ended a part of the federation before its time. */
    CompletableFuture<Throwable> failure() {
        return failure;
    }

    /** Creates the federation and starts everyone. */
    void start(DemoData data, ModelManifest manifest, Function<String, ParticipantListener> listeners) {
        Map<String, ParticipantIdentity> identities = new HashMap<>();
        List<ParticipantEntry> entries = new ArrayList<>();
        Instant now = Instant.now();
        for (DemoData.Bank bank : data.banks()) {
            ParticipantIdentity identity =
                    ParticipantIdentity.generate(bank.name(), CERTIFICATE_VALIDITY, now.minusSeconds(60));
            identities.put(bank.name(), identity);
            entries.add(new ParticipantEntry(
                    options.federation(),
                    bank.name(),
                    ParticipantState.ACTIVE,
                    ByteBuffer.wrap(identity.certificateDer()),
                    now.toEpochMilli()));
        }
        try (FederationAdmin admin = new FederationAdmin(connection)) {
            admin.create(settings(data, manifest), entries);
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

    private FederationSettings settings(DemoData data, ModelManifest manifest) {
        VerdictRule rule = Rules.named(options.rule(), options.ruleParameters());
        int banks = data.banks().size() - (rule.reference().isPresent() ? 1 : 0);
        int honest = banks - options.attackers();
        int needed = rule.updatesMin();
        int quorum = Math.max(needed, Math.max(1, Math.min(honest, banks / 2 + 1)));
        FederationSettings.Builder settings = FederationDefaults.settings(options.federation(), manifest);
        OptionalInt sure = options.noise().isPresent() ? OptionalInt.of(quorum) : OptionalInt.empty();
        options.secure()
                .ifPresent(security -> SecureDefaults.apply(
                        settings, security.settings(data.banks().size(), sure)));
        PrivacySettings.parse(options.training()).map(PrivacySettings::budget).ifPresent(settings::setPrivacyBudget);
        settings.setRounds(options.rounds())
                .setQuorum(quorum)
                .setCodec(options.codec())
                .setAttested(options.attested())
                .setRule(options.rule())
                .setRuleParameters(options.ruleParameters())
                .setTraining(options.training())
                .setSeed(options.seed())
                .setLedgerPublicKey(ByteBuffer.wrap(publisher.publicKey()))
                .setAggregatorPublicKeys(List.of(ByteBuffer.wrap(aggregator.publicKey())));
        options.noise().ifPresent(asked -> asked.apply(settings));
        return settings.build();
    }

    private void startAggregator() {
        Map<String, Object> config = connection.clientProperties();
        config.put(AggregatorConfig.FEDERATION, options.federation());
        AggregatorApplication running = new AggregatorApplication(
                AggregatorConfig.from(config), Optional.of(aggregator), enclave.map(DemoEnclave::evidence));
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
                PublisherConfig.from(config), new PublisherListener() {}, Optional.of(new LedgerIdentity(publisher)));
        parts.push(running);
        inThread("publisher", running::run);
    }

    private void startBank(
            int index, int banks, ParticipantIdentity identity, ParticipantListener listener, BankPart part) {
        Map<String, String> config = new HashMap<>();
        connection.clientProperties().forEach((key, value) -> config.put(key, value.toString()));
        config.put(ParticipantConfig.FEDERATION, options.federation());
        config.put(ParticipantConfig.PARTICIPANT, identity.name());
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
