package io.weir.publisher.internal;

import io.weir.publisher.InvalidAggregateException;
import io.weir.publisher.LedgerSigner;
import io.weir.publisher.PublisherConfig;
import io.weir.publisher.PublisherException;
import io.weir.publisher.PublisherListener;
import io.weir.publisher.optimizer.ServerOptimizer;
import io.weir.publisher.optimizer.ServerOptimizers;
import io.weir.wire.AggregateSlice;
import io.weir.wire.FederationSettings;
import io.weir.wire.ModelHead;
import java.time.Clock;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one instance that publishes: holds the newest version and the round that is being collected. Not thread-safe. */
public final class ActivePublisher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ActivePublisher.class);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    /** Where this instance stands. */
    private sealed interface Phase {
        /** The operator has written no settings. */
        record AwaitingSettings() implements Phase {}

        /** Version 0 needs the sum of round 0. */
        record AwaitingStatistics() implements Phase {}

        /** There is a version to go on from. */
        record Publishing(Published newest) implements Phase {}
    }

    private final PublisherConfig config;
    private final PublisherListener listener;
    private final Optional<LedgerSigner> signer;
    private final Clock clock;
    private final Producer<String, SpecificRecord> producer;
    private final StateLoader loader;
    private final VersionWriter writer;
    private final TopicTail control;
    private final ControlView controlView;
    private final NavigableMap<Long, BitSet> retained;
    private Phase phase;
    private RoundAssembler assembler;
    private String waitingReason = "";

    private ActivePublisher(
            PublisherConfig config,
            KafkaClients clients,
            PublisherListener listener,
            Optional<LedgerSigner> signer,
            Clock clock,
            Producer<String, SpecificRecord> producer) {
        this.config = config;
        this.listener = listener;
        this.signer = signer;
        this.clock = clock;
        this.producer = producer;
        this.loader = new StateLoader(clients, config);
        this.writer = new VersionWriter(producer, config.topics(), config.retainVersions());
        StateLoader.Loaded loaded = loader.load();
        this.retained = loaded.retained();
        this.phase = loaded.published().<Phase>map(Phase.Publishing::new).orElseGet(Phase.AwaitingSettings::new);
        this.controlView = new ControlView(config.federation());
        this.control = TopicTail.open(clients, config, config.topics().control());
    }

    /**
     * Fences the former active instance, waits for the end of its transaction, and only then reads what was published.
     */
    public static ActivePublisher activate(
            PublisherConfig config,
            KafkaClients clients,
            PublisherListener listener,
            Optional<LedgerSigner> signer,
            Clock clock) {
        Producer<String, SpecificRecord> producer = clients.producer();
        try {
            producer.initTransactions();
            ActivePublisher active = new ActivePublisher(config, clients, listener, signer, clock, producer);
            log.atInfo()
                    .addKeyValue("federation", config.federation())
                    .addKeyValue("version", active.version())
                    .log("publisher became active");
            listener.becameActive();
            return active;
        } catch (RuntimeException e) {
            Closing.quietly(() -> producer.close(CLOSE), e);
            throw e;
        }
    }

    /** The newest version's number; -1 before version 0. */
    public long version() {
        return phase instanceof Phase.Publishing publishing
                ? publishing.newest().model().version()
                : VersionBuilder.NONE;
    }

    /**
     * Goes as far as it can without slices; publishes version 0 if that needs none.
     *
     * @param offsets committed with version 0
     * @return whether slices can be accepted
     */
    public boolean begin(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        if (!(phase instanceof Phase.AwaitingSettings)) {
            return true;
        }
        control.catchUp(controlView::accept);
        if (controlView.settings().isEmpty()) {
            waiting("federation '" + config.federation()
                    + "' has no settings yet: create it with `weir federation create`");
            return false;
        }
        FederationSettings settings = controlView.settings().orElseThrow();
        optimizer(settings.getOptimizer(), settings.getOptimizerParameters());
        LedgerChain.requireSigner(settings, signer);
        if (VersionBuilder.needsStatistics(settings.getManifest())) {
            phase = new Phase.AwaitingStatistics();
            waiting("version 0 waits for the statistics that round 0 gathers from the participants");
        } else {
            publish(VersionBuilder.first(settings, Optional.empty(), clock.millis()), offsets, group);
        }
        return true;
    }

    /**
     * Takes the next record of the aggregates topic, and publishes a version if it completes a round.
     *
     * @throws InvalidAggregateException if the slice cannot be right
     */
    public void accept(ConsumerRecord<String, SpecificRecord> row, ConsumerGroupMetadata group) {
        if (phase instanceof Phase.AwaitingSettings) {
            throw new IllegalStateException("a slice came before the settings were known");
        }
        AggregateSlice slice = slice(row);
        if (slice.getBaseVersion() < version()) {
            log.atInfo()
                    .addKeyValue("round", slice.getRound())
                    .addKeyValue("chunk", slice.getChunkIndex())
                    .addKeyValue("baseVersion", slice.getBaseVersion())
                    .addKeyValue("version", version())
                    .log("skipped a slice that is already published");
            return;
        }
        requireCurrentBase(slice);
        if (!collects(slice)) {
            return;
        }
        Optional<CompleteRound> complete = assembler.add(slice);
        if (complete.isPresent()) {
            Map<TopicPartition, OffsetAndMetadata> offsets =
                    Map.of(new TopicPartition(row.topic(), row.partition()), new OffsetAndMetadata(row.offset() + 1));
            publish(compute(complete.get()), offsets, group);
        }
    }

    private AggregateSlice slice(ConsumerRecord<String, SpecificRecord> row) {
        if (row.value() instanceof AggregateSlice slice && slice.getFederation().equals(config.federation())) {
            return slice;
        }
        throw new InvalidAggregateException("topic '" + row.topic() + "', offset " + row.offset()
                + ": the record is not an aggregate slice of federation '" + config.federation() + "'");
    }

    private void requireCurrentBase(AggregateSlice slice) {
        if (slice.getBaseVersion() > version()) {
            long head = loader.headVersion();
            if (head > version()) {
                throw new ProducerFencedException("version " + head + " was published by another instance");
            }
            throw new InvalidAggregateException("a slice of round " + slice.getRound() + " has base version "
                    + slice.getBaseVersion() + ", but the newest version is " + version());
        }
        if (phase instanceof Phase.Publishing publishing
                && slice.getRound() <= publishing.newest().model().head().getRound()) {
            throw new InvalidAggregateException("a slice of round " + slice.getRound() + " has base version "
                    + version() + ", which round "
                    + publishing.newest().model().head().getRound() + " made");
        }
    }

    /** A later round on the same base means that the aggregator gave the earlier one up. */
    private boolean collects(AggregateSlice slice) {
        if (assembler == null) {
            collect(slice);
        } else if (slice.getRound() > assembler.round()) {
            log.atWarn()
                    .addKeyValue("round", assembler.round())
                    .addKeyValue("missing", assembler.missing())
                    .addKeyValue("laterRound", slice.getRound())
                    .log("gave up an incomplete round for a later one");
            collect(slice);
        } else if (slice.getRound() < assembler.round()) {
            log.atWarn()
                    .addKeyValue("round", slice.getRound())
                    .addKeyValue("laterRound", assembler.round())
                    .log("skipped a slice of a round that was given up");
            return false;
        }
        return true;
    }

    /** The operator's settings are read while the other slices are still to come. */
    private void collect(AggregateSlice slice) {
        control.catchUp(controlView::accept);
        assembler = new RoundAssembler(RoundTerms.of(slice));
    }

    private NewVersion compute(CompleteRound round) {
        FederationSettings settings = controlView
                .settings()
                .orElseThrow(() -> new PublisherException("federation '" + config.federation()
                        + "' has versions but no settings in topic '"
                        + config.topics().control() + "'"));
        LedgerChain.requireSigner(settings, signer);
        if (phase instanceof Phase.Publishing publishing) {
            ServerOptimizer announced =
                    optimizer(round.terms().optimizer(), round.terms().optimizerParameters());
            return VersionBuilder.next(settings, publishing.newest(), round, announced, clock.millis());
        }
        return VersionBuilder.first(settings, Optional.of(round), clock.millis());
    }

    private ServerOptimizer optimizer(String name, Map<String, String> parameters) {
        try {
            return ServerOptimizers.named(name, parameters);
        } catch (IllegalArgumentException e) {
            throw new PublisherException(
                    "the settings of federation '" + config.federation() + "': " + e.getMessage(), e);
        }
    }

    private void publish(
            NewVersion computed, Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        NewVersion version = signer.map(computed::signed).orElse(computed);
        writer.write(version, retained, offsets, group);
        phase = new Phase.Publishing(new Published(version.model(), version.ledger()));
        assembler = null;
        waitingReason = "";
        ModelHead head = version.model().head();
        log.atInfo()
                .addKeyValue("federation", head.getFederation())
                .addKeyValue("version", head.getVersion())
                .addKeyValue("round", head.getRound())
                .addKeyValue("digest", head.getDigest())
                .log("version published");
        listener.published(head);
    }

    private void waiting(String reason) {
        if (!reason.equals(waitingReason)) {
            waitingReason = reason;
            log.atInfo()
                    .addKeyValue("federation", config.federation())
                    .addKeyValue("reason", reason)
                    .log("waiting");
            listener.waiting(reason);
        }
    }

    @Override
    public void close() {
        try {
            control.close();
        } finally {
            producer.close(CLOSE);
        }
    }
}
