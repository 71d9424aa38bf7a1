package io.weir.it;

import io.weir.aggregator.AggregatorApplication;
import io.weir.aggregator.AggregatorConfig;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationAdmin;
import io.weir.cli.federation.FederationDefaults;
import io.weir.cli.federation.Manifests;
import io.weir.cli.federation.StatisticsSource;
import io.weir.client.LocalTrainer;
import io.weir.client.Participant;
import io.weir.client.ParticipantConfig;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.publisher.ModelPublisher;
import io.weir.publisher.PublisherConfig;
import io.weir.publisher.PublisherListener;
import io.weir.trainers.ModelSpec;
import io.weir.trainers.data.FeatureSchema;
import io.weir.wire.FederationSettings;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantState;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A federation whose services and banks run in this process, each with its own Kafka clients; ended with the test. */
final class TestFederation extends FederationView implements AutoCloseable {
    static final String MODEL = "mlp:4";
    static final long SEED = 7;
    /** Time that a stopped part may take. */
    static final Duration END = Duration.ofSeconds(20);

    private final FeatureSchema schema;
    private final ParticipantIdentity aggregator =
            ParticipantIdentity.generate("aggregator", Duration.ofDays(1), Instant.now());
    private final Deque<Runnable> parts = new ArrayDeque<>();

    /**
     * Creates the federation with every bank enrolled: three rounds and a quorum of all banks, unless changed.
     *
     * @param schemaFrom a file with the columns that banks have
     */
    TestFederation(
            Connection connection,
            String name,
            Path schemaFrom,
            List<Bank> enrolled,
            UnaryOperator<FederationSettings.Builder> change) {
        this(connection, name, SampleData.schema(schemaFrom), enrolled, change);
    }

    /** The same; without a round of statistics if the schema names centre and scale. */
    TestFederation(
            Connection connection,
            String name,
            FeatureSchema schema,
            List<Bank> enrolled,
            UnaryOperator<FederationSettings.Builder> change) {
        super(connection, name);
        this.schema = schema;
        StatisticsSource source = schema.namesScales() ? StatisticsSource.SCHEMA : StatisticsSource.ROUND;
        FederationSettings.Builder settings = FederationDefaults.settings(
                        name, Manifests.tabular(ModelSpec.parse(MODEL), schema, SEED, source))
                .setRounds(3)
                .setQuorum(enrolled.size())
                .setPartitions(2)
                .setChunkParameters(8)
                .setAggregatorPublicKeys(List.of(ByteBuffer.wrap(aggregator.publicKey())));
        try (FederationAdmin admin = new FederationAdmin(connection)) {
            admin.create(
                    change.apply(settings).build(),
                    enrolled.stream()
                            .map(bank -> entry(bank, ParticipantState.ACTIVE))
                            .toList());
        }
    }

    private ParticipantEntry entry(Bank bank, ParticipantState state) {
        return new ParticipantEntry(
                name,
                bank.name(),
                state,
                ByteBuffer.wrap(bank.identity().certificateDer()),
                Instant.now().toEpochMilli());
    }

    /** Where an aggregator in a process of its own finds what it signs with. */
    Path aggregatorIdentity(Path directory) {
        Path written = directory.resolve("aggregator-identity");
        if (!Files.exists(written)) {
            aggregator.save(written);
        }
        return written;
    }

    FeatureSchema schema() {
        return schema;
    }

    void enrol(Bank bank, ParticipantState state) {
        try (FederationAdmin admin = new FederationAdmin(connection)) {
            admin.enrol(entry(bank, state));
        }
    }

    /** Starts an instance of the aggregator, which another instance misses after three seconds. */
    AggregatorApplication startAggregator(Path stateDir) {
        return startAggregator(stateDir, Map.of());
    }

    /** With properties that win over those of this federation. */
    AggregatorApplication startAggregator(Path stateDir, Map<String, String> properties) {
        Map<String, Object> config = connection.clientProperties();
        config.put(AggregatorConfig.FEDERATION, name);
        config.put("main.consumer.session.timeout.ms", "3000");
        config.put("main.consumer.heartbeat.interval.ms", "500");
        config.put("state.dir", stateDir.toString());
        config.putAll(properties);
        AggregatorApplication started =
                new AggregatorApplication(AggregatorConfig.from(config), Optional.of(aggregator));
        parts.push(started::close);
        started.start();
        return started;
    }

    void startPublisher() {
        startPublisher(Map.of());
    }

    /** With properties that win over those of this federation. */
    void startPublisher(Map<String, String> properties) {
        ModelPublisher publisher = new ModelPublisher(publisherConfig(properties), new PublisherListener() {});
        parts.push(Background.run(name + "-publisher", publisher::run)::close);
        parts.push(publisher::close);
    }

    private PublisherConfig publisherConfig(Map<String, String> properties) {
        Map<String, Object> config = connection.clientProperties();
        config.put(PublisherConfig.FEDERATION, name);
        config.put("consumer.session.timeout.ms", "3000");
        config.put("consumer.heartbeat.interval.ms", "500");
        config.putAll(properties);
        return PublisherConfig.from(config);
    }

    RunningBank start(Bank bank) {
        return start(bank, bank.trainer(schema), UpdateInterceptor.NONE, Map.of());
    }

    RunningBank start(Bank bank, GatedTrainer trainer) {
        return start(bank, trainer, UpdateInterceptor.NONE, Map.of());
    }

    RunningBank start(Bank bank, LocalTrainer trainer, UpdateInterceptor interceptor, Map<String, String> properties) {
        RecordingListener listener = new RecordingListener();
        return run(
                bank,
                listener,
                new Participant(config(bank, properties), bank.identity(), trainer, listener, interceptor));
    }

    /** A bank that hides its updates. */
    RunningBank startHiding(
            Bank bank, SecureIdentity keys, UpdateInterceptor interceptor, Map<String, String> properties) {
        return startHiding(bank, keys, bank.trainer(schema), interceptor, properties);
    }

    RunningBank startHiding(
            Bank bank,
            SecureIdentity keys,
            LocalTrainer trainer,
            UpdateInterceptor interceptor,
            Map<String, String> properties) {
        RecordingListener listener = new RecordingListener();
        return run(
                bank,
                listener,
                new Participant(config(bank, properties), bank.identity(), keys, trainer, listener, interceptor));
    }

    private ParticipantConfig config(Bank bank, Map<String, String> properties) {
        Map<String, String> config = new HashMap<>();
        connection.clientProperties().forEach((key, value) -> config.put(key, value.toString()));
        config.put(ParticipantConfig.FEDERATION, name);
        config.put(ParticipantConfig.PARTICIPANT, bank.name());
        config.put(ParticipantConfig.ROUND_POLL_MS, "100");
        config.putAll(properties);
        return ParticipantConfig.from(config);
    }

    private RunningBank run(Bank bank, RecordingListener listener, Participant participant) {
        RunningBank running =
                new RunningBank(participant, listener, Background.run(name + "-" + bank.name(), participant::run));
        parts.push(running::close);
        return running;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            parts.pop().run();
        }
    }
}
