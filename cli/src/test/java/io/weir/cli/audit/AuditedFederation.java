package io.weir.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.AggregatorApplication;
import io.weir.aggregator.AggregatorConfig;
import io.weir.cli.cluster.ClusterConfig;
import io.weir.cli.cluster.EmbeddedCluster;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationAdmin;
import io.weir.cli.federation.FederationDefaults;
import io.weir.cli.federation.LedgerIdentity;
import io.weir.cli.federation.SecureDefaults;
import io.weir.client.LocalTrainer;
import io.weir.client.LocalUpdate;
import io.weir.client.Participant;
import io.weir.client.ParticipantConfig;
import io.weir.client.ParticipantListener;
import io.weir.client.SecureConfig;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.publisher.ModelPublisher;
import io.weir.publisher.ModelReader;
import io.weir.publisher.PublisherConfig;
import io.weir.publisher.PublisherListener;
import io.weir.schemas.Topics;
import io.weir.wire.FederationSettings;
import io.weir.wire.Initializer;
import io.weir.wire.ModelManifest;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantState;
import io.weir.wire.RoundTask;
import io.weir.wire.SecureBackend;
import io.weir.wire.TensorRole;
import io.weir.wire.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Four banks, one of them hostile, after a round of statistics and three of training; ledger and announcements are signed. Where updates
 * are hidden, the banks are the committee as well, and the hostile one deals falsely in round 2.
 */
final class AuditedFederation implements AutoCloseable {
    static final String NAME = "audited";
    static final String HOSTILE = "bank-d";
    static final int ROUNDS = 3;

    private static final List<String> BANKS = List.of("bank-a", "bank-b", "bank-c", HOSTILE);
    private static final int STATISTICS = 3;
    private static final int TRAINABLE = 29;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private interface Run {
        void run() throws InterruptedException;
    }

    private final Deque<Runnable> parts = new ArrayDeque<>();
    private final ParticipantIdentity publisher;
    private final ParticipantIdentity aggregator;
    private final Map<String, ParticipantIdentity> identities = new HashMap<>();
    private final Connection connection;
    private final boolean hides;
    private final Path directory;

    private AuditedFederation(Path directory, boolean hides) {
        Instant now = Instant.now();
        this.directory = directory;
        this.hides = hides;
        aggregator = ParticipantIdentity.generate("aggregator", Duration.ofDays(1), now);
        publisher = ParticipantIdentity.generate("publisher", Duration.ofDays(1), now);
        EmbeddedCluster cluster = EmbeddedCluster.start(ClusterConfig.defaults());
        parts.push(cluster::close);
        connection = Connection.of(cluster.bootstrapServers(), cluster.registryUrl());
        List<ParticipantEntry> entries = new ArrayList<>();
        for (String bank : BANKS) {
            ParticipantIdentity identity = ParticipantIdentity.generate(bank, Duration.ofDays(1), now);
            identities.put(bank, identity);
            entries.add(new ParticipantEntry(
                    NAME,
                    bank,
                    ParticipantState.ACTIVE,
                    ByteBuffer.wrap(identity.certificateDer()),
                    now.toEpochMilli()));
        }
        try (FederationAdmin admin = new FederationAdmin(connection)) {
            admin.create(settings(), entries);
        }
        Map<String, Object> config = connection.clientProperties();
        config.put(AggregatorConfig.FEDERATION, NAME);
        config.put("state.dir", directory.resolve("streams").toString());
        AggregatorApplication running =
                new AggregatorApplication(AggregatorConfig.from(config), Optional.of(aggregator));
        parts.push(running::close);
        running.start();
        ModelPublisher models = new ModelPublisher(
                publisherConfig(), new PublisherListener() {}, Optional.of(new LedgerIdentity(publisher)));
        parts.push(models::close);
        start("publisher", models::run);
        BANKS.forEach(bank -> startBank(bank, identities.get(bank)));
    }

    /** Runs until the last version is there. */
    static AuditedFederation run(Path directory) {
        return run(directory, false);
    }

    /** The same with hidden updates. */
    static AuditedFederation runHidden(Path directory) {
        return run(directory, true);
    }

    private static AuditedFederation run(Path directory, boolean hides) {
        AuditedFederation federation = new AuditedFederation(directory, hides);
        try (ModelReader reader = new ModelReader(federation.publisherConfig())) {
            assertThat(reader.awaitVersion(ROUNDS, LIMIT)).isPresent();
        }
        return federation;
    }

    private FederationSettings settings() {
        ModelManifest manifest = new ModelManifest(
                "test",
                List.of(
                        new TensorSpec("statistics", List.of(STATISTICS), TensorRole.STATISTIC, Initializer.ZEROS),
                        new TensorSpec("weights", List.of(TRAINABLE), TensorRole.TRAINABLE, Initializer.ZEROS)),
                1L,
                Map.of());
        FederationSettings.Builder settings = FederationDefaults.settings(NAME, manifest);
        if (hides) {
            SecureDefaults.apply(settings, SecureDefaults.settings(SecureBackend.MASK, Map.of("committee.size", "4")));
        }
        return settings.setRounds(ROUNDS)
                .setQuorum(3)
                .setRule(hides ? "fedavg" : "norm-mad,history")
                .setAggregatorPublicKeys(List.of(ByteBuffer.wrap(aggregator.publicKey())))
                .setPartitions(2)
                .setChunkParameters(8)
                .setLedgerPublicKey(ByteBuffer.wrap(publisher.publicKey()))
                .build();
    }

    private PublisherConfig publisherConfig() {
        Map<String, Object> config = connection.clientProperties();
        config.put(PublisherConfig.FEDERATION, NAME);
        return PublisherConfig.from(config);
    }

    private void startBank(String bank, ParticipantIdentity identity) {
        Map<String, String> config = new HashMap<>();
        connection.clientProperties().forEach((key, value) -> config.put(key, value.toString()));
        config.put(ParticipantConfig.FEDERATION, NAME);
        config.put(ParticipantConfig.PARTICIPANT, bank);
        config.put(ParticipantConfig.ROUND_POLL_MS, "100");
        LocalTrainer trainer = task -> {
            SplittableRandom random = new SplittableRandom(bank.hashCode() * 31L + task.round());
            boolean training = task.kind() == RoundTask.TRAINING;
            float[] vector = new float[training ? TRAINABLE : STATISTICS];
            for (int i = 0; i < vector.length; i++) {
                vector[i] =
                        (float) (random.nextDouble() - 0.5) * (training && !hides && bank.equals(HOSTILE) ? 1000 : 1);
            }
            return new LocalUpdate(vector, 50, training ? 50 : 1, Map.of("loss", random.nextDouble()));
        };
        config.put(SecureConfig.COMMITTEE, String.valueOf(hides));
        config.put(SecureConfig.STATE_DIR, directory.resolve(bank).toString());
        boolean lies = hides && bank.equals(HOSTILE);
        Participant participant = new Participant(
                ParticipantConfig.from(config),
                identity,
                SecureIdentity.generate(),
                trainer,
                new ParticipantListener() {},
                lies ? new FalseDealer(identity, 2, connection.clientProperties()) : UpdateInterceptor.NONE);
        parts.push(participant::close);
        start(bank, participant::run);
    }

    private static void start(String name, Run run) {
        Thread thread = new Thread(
                () -> {
                    try {
                        run.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    Connection connection() {
        return connection;
    }

    byte[] publisherKey() {
        return publisher.publicKey();
    }

    List<ByteBuffer> aggregatorKeys() {
        return List.of(ByteBuffer.wrap(aggregator.publicKey()));
    }

    ParticipantIdentity identity(String bank) {
        return identities.get(bank);
    }

    /** Every topic that an audit reads, in memory. */
    MemoryAuditSource snapshot() {
        Topics topics = new Topics(NAME);
        List<String> names = new ArrayList<>(List.of(
                topics.control(),
                topics.ledger(),
                topics.rounds(),
                topics.verdicts(),
                topics.aggregates(),
                topics.committee(),
                topics.models()));
        for (long round = 0; round <= ROUNDS; round++) {
            names.add(topics.roundUpdates(round));
        }
        try (KafkaAuditSource source = new KafkaAuditSource(connection)) {
            return MemoryAuditSource.copy(source, names);
        }
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            parts.pop().run();
        }
    }
}
