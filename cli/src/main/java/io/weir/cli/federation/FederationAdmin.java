package io.weir.cli.federation;

import io.weir.aggregator.AggregatorConfig;
import io.weir.aggregator.FederationRules;
import io.weir.aggregator.FederationTopics;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.FederationSettings;
import io.weir.wire.FederationState;
import io.weir.wire.ParticipantEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Creates federations and changes what stands in their control topic. */
public final class FederationAdmin implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 20;

    private final Connection connection;
    private final Admin admin;

    public FederationAdmin(Connection connection) {
        this.connection = connection;
        this.admin = connection.admin();
    }

    /**
     * Creates a federation's topics, then writes its participants and, last, its settings.
     *
     * @throws FederationException if it exists, or the cluster or the registry does not answer
     * @throws IllegalArgumentException if the settings are not valid
     */
    public void create(FederationSettings settings, List<ParticipantEntry> participants) {
        FederationRules.validate(settings);
        Topics topics = new Topics(settings.getFederation());
        Map<String, KafkaFuture<Void>> created =
                admin.createTopics(FederationTopics.base(settings)).values();
        for (KafkaFuture<Void> creation : created.values()) {
            await(creation, settings.getFederation());
        }
        List<ProducerRecord<String, SpecificRecord>> records = new ArrayList<>();
        for (ParticipantEntry entry : participants) {
            records.add(new ProducerRecord<>(topics.control(), Keys.participant(entry.getParticipant()), entry));
        }
        records.add(new ProducerRecord<>(topics.control(), Keys.settings(), settings));
        write(records);
    }

    /** The federations of the cluster, by name. */
    public List<String> list() {
        String prefix = "weir.";
        String suffix = ".control";
        return topics().stream()
                .filter(name -> name.startsWith(prefix) && name.endsWith(suffix))
                .map(name -> name.substring(prefix.length(), name.length() - suffix.length()))
                .sorted()
                .toList();
    }

    /** The names of the cluster's topics. */
    public Set<String> topics() {
        return await(admin.listTopics().names(), "");
    }

    /** The federation's settings. */
    public FederationSettings settings(String federation) {
        return find(federation)
                .orElseThrow(() -> new FederationException("federation '" + federation + "' has no settings: create it"
                        + " with `weir federation create --federation " + federation + "`"));
    }

    private Optional<FederationSettings> find(String federation) {
        return Optional.ofNullable(control(federation).get(Keys.settings()))
                .map(entry -> (FederationSettings) entry.value());
    }

    /** The federation's participants, by name, revoked ones included. */
    public List<ParticipantEntry> participants(String federation) {
        return control(federation).entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(Keys.participantPrefix()))
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> (ParticipantEntry) entry.getValue().value())
                .toList();
    }

    private Map<String, TopicSnapshot.Entry> control(String federation) {
        if (!list().contains(new Topics(federation).federation())) {
            throw new FederationException("federation '" + federation + "' does not exist at "
                    + connection.bootstrapServers() + ": existing are " + list()
                    + "; create it with `weir federation create --federation " + federation + "`");
        }
        return TopicSnapshot.readCompacted(connection, new Topics(federation).control());
    }

    /** Enrols a participant, or changes its entry. Takes effect with the next round that opens. */
    public void enrol(ParticipantEntry entry) {
        settings(entry.getFederation());
        String topic = new Topics(entry.getFederation()).control();
        write(List.of(new ProducerRecord<>(topic, Keys.participant(entry.getParticipant()), entry)));
    }

    /** Pauses or resumes a federation. A round that is open goes on. */
    public void setState(String federation, FederationState state) {
        FederationSettings changed = FederationSettings.newBuilder(settings(federation))
                .setState(state)
                .build();
        write(List.of(new ProducerRecord<>(new Topics(federation).control(), Keys.settings(), changed)));
    }

    /**
     * Replaces a federation's settings. A round that is open goes on with those that it was opened with.
     *
     * @throws IllegalArgumentException if the settings are not valid
     */
    public void change(FederationSettings settings) {
        FederationRules.validate(settings);
        write(List.of(new ProducerRecord<>(new Topics(settings.getFederation()).control(), Keys.settings(), settings)));
    }

    private void write(List<ProducerRecord<String, SpecificRecord>> records) {
        Map<String, Object> config = connection.clientProperties();
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        // A partition made a moment ago may refuse the first batch and take the second; the first is then out of order
        // for
        // ever.
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, AggregatorConfig.RECORD_MAX_BYTES);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
        try (Serializer<SpecificRecord> values = WeirSerdes.serializer(config);
                KafkaProducer<String, SpecificRecord> producer =
                        new KafkaProducer<>(config, new StringSerializer(), values)) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            records.forEach(record -> sent.add(producer.send(record)));
            for (Future<RecordMetadata> future : sent) {
                await(future, "");
            }
        }
    }

    private <T> T await(Future<T> future, String federation) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                throw new FederationException(
                        "federation '" + federation + "' exists already at " + connection.bootstrapServers()
                                + ": choose another --federation, or look at it with `weir federation describe`",
                        e);
            }
            if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw connection.unreachable(e.getCause());
            }
            throw new FederationException(e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw connection.unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FederationException("interrupted while waiting for Kafka", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
