package io.weir.aggregator.internal.slice;

import io.weir.aggregator.LogReader;
import io.weir.aggregator.LogReader.LogRecord;
import io.weir.aggregator.internal.Names;
import io.weir.aggregator.internal.Products;
import io.weir.aggregator.internal.RoundRule;
import io.weir.aggregator.internal.attested.Enclave;
import io.weir.aggregator.internal.attested.EnclaveChannels;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.wire.AttestRound;
import io.weir.wire.AuthenticatedRecord;
import io.weir.wire.MeasureRound;
import io.weir.wire.QuarantineRecord;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import io.weir.wire.SliceProducts;
import io.weir.wire.SliceReady;
import io.weir.wire.SumRound;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns partition {@code p} of every round topic. Sums and indexes live in memory only; whatever of a round's records is
 * missing there, after a restart or because the records came before the directive that opens the round, is read from the
 * log. The {@code reported} store says up to which offset reports went out, so that nothing is reported twice.
 */
public final class SliceProcessor implements Processor<String, Object, String, SpecificRecord> {
    private static final Logger LOG = LoggerFactory.getLogger(SliceProcessor.class);
    /** Rounds whose reported offset is remembered after their end, for records that the source delivers later. */
    private static final long REMEMBERED_ROUNDS = 1000;

    private final Topics topics;
    private final Deserializer<SpecificRecord> deserializer;
    private final Supplier<LogReader> logs;
    private final RowBuffers buffers;
    private final AttestedSlices attested;
    private final Map<Long, RoundSlice> slices = new HashMap<>();

    private ProcessorContext<String, SpecificRecord> context;
    private KeyValueStore<String, SpecificRecord> openRounds;
    private KeyValueStore<String, Long> reported;
    private LogReader log;
    private CommitPolicy commits;
    /** Whether the rounds that were open when the task came here have been looked at. */
    private boolean looked;

    /**
     * A task's processor.
     *
     * @param buffers of all tasks of the instance
     * @param enclave of the instance, if it is set up for attested rounds
     */
    public SliceProcessor(
            Topics topics,
            Serde<SpecificRecord> serde,
            Supplier<LogReader> logs,
            RowBuffers buffers,
            Optional<Enclave> enclave) {
        this.buffers = buffers;
        this.attested = new AttestedSlices(enclave, serde);
        this.topics = topics;
        this.deserializer = serde.deserializer();
        this.logs = logs;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> processorContext) {
        context = processorContext;
        openRounds = context.getStateStore(Names.OPEN_ROUNDS_STORE);
        reported = context.getStateStore(Names.REPORTED_STORE);
        log = logs.get();
        commits = new CommitPolicy(ThreadSlices.ofThread());
        attested.begin();
        looked = false;
        context.schedule(CommitPolicy.TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    private void tick(long nowMs) {
        if (!looked) {
            looked = true; // Not in init: nothing can be forwarded there.
            openRounds().forEach(this::isLost);
        }
        commitIfDue(nowMs);
    }

    private List<RoundOpened> openRounds() {
        List<RoundOpened> rounds = new ArrayList<>();
        try (KeyValueIterator<String, SpecificRecord> all = openRounds.all()) {
            all.forEachRemaining(entry -> rounds.add((RoundOpened) entry.value));
        }
        return rounds;
    }

    /** Whether this task cannot open the round's updates any more, which the guard is told. */
    private boolean isLost(RoundOpened opened) {
        boolean lost = attested.isLost(opened);
        if (lost) {
            attested.lost(opened, partition()).ifPresent(report -> emitToGuard(opened.getRound(), report));
        }
        return lost;
    }

    private void commitIfDue(long nowMs) {
        if (commits.isDue(nowMs)) {
            commit();
        }
    }

    private void commit() {
        context.commit();
        commits.committed();
    }

    @Override
    public void close() {
        slices.values().forEach(RoundSlice::close);
        slices.clear();
        if (commits != null) {
            commits.closed();
        }
        if (log != null) {
            log.close();
            log = null;
        }
    }

    @Override
    public void process(Record<String, Object> incoming) {
        RecordMetadata at = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a source record has no topic and offset"));
        commits.received(context.currentSystemTimeMs());
        OptionalLong round = topics.roundOf(at.topic());
        if (round.isPresent()) {
            LogRecord logged = new LogRecord(at.offset(), incoming.key(), (byte[]) incoming.value());
            processUpdate(round.getAsLong(), at.topic(), logged);
        } else if (incoming.value() instanceof AuthenticatedRecord sealed) {
            roundAtHand(sealed.getRound())
                    .filter(opened -> !isLost(opened))
                    .flatMap(opened -> attested.directive(opened, at.topic(), sealed))
                    .ifPresent(this::obey);
        } else {
            takeAtItsWord((SpecificRecord) incoming.value());
        }
    }

    private void takeAtItsWord(SpecificRecord directive) {
        if (directive instanceof RoundOpened opened) {
            open(opened);
        } else if (directive instanceof AttestRound asked) {
            offer(asked);
        } else if (directive instanceof RoundFailed failed) {
            if (!attested.isLost(failed.getOpened())) {
                RoundSlice slice = slice(failed.getOpened());
                quarantineLate(slice, failed.getRejected(), Set.of());
                over(slice);
            }
            forget(failed.getOpened().getRound());
        } else {
            RoundSealed sealed = directive instanceof MeasureRound measure
                    ? measure.getSealed()
                    : ((SumRound) directive).getSealed();
            RoundOpened named = sealed.getOpened();
            if (EnclaveChannels.isNeeded(roundAtHand(named.getRound()).orElse(named))) {
                attested.forged(named.getRound(), "it is not authenticated, and the round is attested");
            } else {
                obey(directive);
            }
        }
    }

    private void obey(SpecificRecord directive) {
        if (directive instanceof MeasureRound measure) {
            measure(measure);
        } else if (directive instanceof SumRound sum) {
            sum(sum);
        } else {
            throw new IllegalStateException(
                    "unexpected directive: " + directive.getSchema().getFullName());
        }
    }

    /** The round as this task has it: what its updates are opened by, if they are sealed. */
    private Optional<RoundOpened> roundAtHand(long round) {
        return Optional.ofNullable(slices.get(round))
                .map(RoundSlice::opened)
                .or(() -> Optional.ofNullable((RoundOpened) openRounds.get(Keys.round(round))));
    }

    private void processUpdate(long round, String topic, LogRecord record) {
        if (Keys.marker().equals(record.key())) {
            emitToGuard(round, new SliceReady(topics.federation(), round, partition()));
            return;
        }
        RoundSlice known = slices.get(round);
        if (known != null) {
            // Slices are a cache of the store, whose value would be decoded for every record, with its whole cohort.
            absorbThrough(known, record);
            return;
        }
        String key = Keys.round(round);
        SpecificRecord opened = openRounds.get(key);
        if (opened != null) {
            if (!isLost((RoundOpened) opened)) {
                absorbThrough(slice((RoundOpened) opened), record);
            }
            return;
        }
        Long accountedFor = reported.get(key);
        // Without an entry the round is not open yet: the directive that opens it makes this task read the log.
        if (accountedFor != null && record.offset() >= accountedFor) {
            String participant = Keys.claimedParticipant(record.key()).orElse("");
            quarantine(
                    topic,
                    round,
                    participant,
                    ReasonCode.LATE,
                    "round " + round + " is over",
                    Map.of(),
                    record.offset(),
                    record.sizeBytes());
            reported.put(key, record.offset() + 1);
        }
    }

    private void open(RoundOpened opened) {
        String key = Keys.round(opened.getRound());
        openRounds.put(key, opened);
        reported.putIfAbsent(key, 0L);
        if (isLost(opened)) {
            return;
        }
        RoundSlice slice = slice(opened);
        catchUp(slice, log.endOffset(opened.getTopic(), partition()));
        commitWhatIsWhole(slice);
    }

    private void offer(AttestRound asked) {
        attested.offer(asked, partition()).ifPresent(offer -> {
            emitToGuard(asked.getRound(), offer);
            commit();
        });
    }

    /** Reports inner products of the sealed updates, or of the groups that are opened, chunk by chunk. */
    private void measure(MeasureRound directive) {
        RoundSealed sealed = directive.getSealed();
        RoundOpened opened = sealed.getOpened();
        if (isLost(opened)) {
            return;
        }
        RoundSlice slice = slice(opened);
        catchUp(slice, sealed.getCuts().get(partition()));
        List<String> participants =
                sealed.getUpdates().stream().map(SealedUpdate::getParticipant).toList();
        (directive.getOpenings().isEmpty()
                        ? slice.products(participants, RoundRule.measures(opened), log)
                        : slice.openedProducts(
                                directive.getOpenings(), RoundRule.of(opened).samples(opened.getRound()), log))
                .forEach((chunk, products) -> report(
                        opened,
                        new SliceProducts(
                                opened.getFederation(),
                                opened.getRound(),
                                partition(),
                                chunk,
                                Products.bytes(products))));
        commit();
    }

    private void sum(SumRound directive) {
        RoundOpened opened = directive.getSealed().getOpened();
        if (isLost(opened) || !attested.releases(opened, directive.getVerdict())) {
            return;
        }
        RoundSlice slice = slice(opened);
        catchUp(slice, directive.getSealed().getCuts().get(partition()));
        AggregateSlices.of(directive, slice.settle(directive.getVerdict(), log))
                .forEach(aggregate -> context.forward(
                        new Record<>(
                                Keys.aggregate(aggregate.getRound(), aggregate.getChunkIndex()),
                                aggregate,
                                context.currentSystemTimeMs()),
                        Names.AGGREGATES_SINK));
        Set<String> admitted = new HashSet<>();
        directive.getVerdict().getAdmitted().forEach(admission -> admitted.add(admission.getParticipant()));
        quarantineLate(slice, directive.getVerdict().getRejected(), admitted);
        over(slice);
        forget(opened.getRound());
        commit();
    }

    /** Whoever sent something and is neither admitted nor refused came too late. */
    private void quarantineLate(RoundSlice slice, List<Rejection> rejected, Set<String> admitted) {
        Set<String> accountedFor = new HashSet<>(admitted);
        rejected.stream()
                .filter(r -> r.getReason() != ReasonCode.NO_UPDATE && r.getReason() != ReasonCode.INCOMPLETE)
                .forEach(r -> accountedFor.add(r.getParticipant()));
        RoundOpened opened = slice.opened();
        slice.unmentioned(accountedFor)
                .forEach((participant, offset) -> quarantine(
                        opened.getTopic(),
                        opened.getRound(),
                        participant,
                        ReasonCode.LATE,
                        "the update was not whole when round " + opened.getRound() + " was closed",
                        Map.of(),
                        offset,
                        0));
    }

    private void forget(long round) {
        RoundSlice over = slices.remove(round);
        if (over != null) {
            over.close();
        }
        openRounds.delete(Keys.round(round));
        reported.delete(Keys.round(round - REMEMBERED_ROUNDS));
    }

    private RoundSlice slice(RoundOpened opened) {
        return slices.computeIfAbsent(
                opened.getRound(),
                round -> new RoundSlice(opened, partition(), deserializer, buffers, attested.opener(opened)));
    }

    private void absorbThrough(RoundSlice slice, LogRecord record) {
        if (record.offset() < slice.next()) {
            return;
        }
        catchUp(slice, record.offset());
        absorb(slice, record);
        commitWhatIsWhole(slice);
    }

    /** If nothing more is to come, the guard need not wait for the next tick. */
    private void commitWhatIsWhole(RoundSlice slice) {
        long now = context.currentSystemTimeMs();
        commits.took(slice.isDecided(), now);
        commitIfDue(now);
    }

    private void catchUp(RoundSlice slice, long to) {
        if (slice.next() >= to) {
            return;
        }
        LOG.atDebug()
                .addKeyValue("round", slice.opened().getRound())
                .addKeyValue("partition", partition())
                .addKeyValue("from", slice.next())
                .addKeyValue("to", to)
                .log("reading the round topic again");
        log.read(slice.opened().getTopic(), partition(), slice.next(), to, record -> absorb(slice, record));
    }

    private void absorb(RoundSlice slice, LogRecord record) {
        List<SliceEvent> events = slice.absorb(record);
        String key = Keys.round(slice.opened().getRound());
        Long reportedTo = reported.get(key);
        if (reportedTo != null && record.offset() < reportedTo) {
            return;
        }
        events.forEach(event -> emit(slice.opened(), event));
        // Most records are chunks, which lead to nothing: whoever reads them again is as silent.
        if (!events.isEmpty()) {
            reported.put(key, record.offset() + 1);
        }
    }

    /** What the slice has taken in is accounted for, also if the source delivers it only now. */
    private void over(RoundSlice slice) {
        String key = Keys.round(slice.opened().getRound());
        Long before = reported.get(key);
        // Before a restart it may have gone beyond the cut, where the slice ends now.
        if (before == null || before < slice.next()) {
            reported.put(key, slice.next());
        }
    }

    private void emit(RoundOpened opened, SliceEvent event) {
        if (event instanceof SliceEvent.Measured measured) {
            report(opened, measured.report());
        } else if (event instanceof SliceEvent.Refused refused) {
            quarantine(
                    opened.getTopic(),
                    opened.getRound(),
                    refused.participant(),
                    refused.reason(),
                    refused.detail(),
                    refused.evidence(),
                    refused.offset(),
                    refused.sizeBytes());
            if (refused.concernsGuard()) {
                report(opened, refused.report(opened, partition()));
            }
        }
    }

    private void report(RoundOpened opened, SpecificRecord report) {
        emitToGuard(opened.getRound(), attested.report(opened, topics.statistics(), report));
    }

    private void emitToGuard(long round, SpecificRecord report) {
        long now = context.currentSystemTimeMs();
        commits.forwarded(now);
        context.forward(new Record<>(Keys.round(round), report, now), Names.SLICE_STATISTICS_SINK);
    }

    private void quarantine(
            String topic,
            long round,
            String participant,
            ReasonCode reason,
            String detail,
            Map<String, Double> evidence,
            long offset,
            int size) {
        LOG.atWarn()
                .addKeyValue("round", round)
                .addKeyValue("participant", participant)
                .addKeyValue("reason", reason)
                .addKeyValue("partition", partition())
                .addKeyValue("offset", offset)
                .log("record quarantined");
        long now = context.currentSystemTimeMs();
        QuarantineRecord record = new QuarantineRecord(
                topics.federation(),
                round,
                participant,
                reason,
                detail,
                topic,
                partition(),
                offset,
                size,
                now,
                evidence,
                "",
                List.of());
        commits.forwarded(now);
        context.forward(new Record<>(participant, record, now), Names.SLICE_QUARANTINE_SINK);
    }

    private int partition() {
        return context.taskId().partition();
    }
}
