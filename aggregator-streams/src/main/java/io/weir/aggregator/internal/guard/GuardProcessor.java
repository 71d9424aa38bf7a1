package io.weir.aggregator.internal.guard;

import io.weir.aggregator.internal.Names;
import io.weir.aggregator.internal.attested.Enclave;
import io.weir.aggregator.internal.attested.EnclaveChannels;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.wire.AuthenticatedRecord;
import io.weir.wire.FederationSettings;
import io.weir.wire.KeyLost;
import io.weir.wire.KeyOffered;
import io.weir.wire.ModelHead;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.SliceReady;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a federation's rounds one after the other: reads what concerns them, and goes from phase to phase. A round opens when
 * the model that it starts from is published and its topic is ready; then the slice tasks' reports are collected, the round
 * is sealed and judged, and the slice tasks are told what to sum.
 */
public final class GuardProcessor implements Processor<String, Object, String, SpecificRecord> {
    private static final Logger LOG = LoggerFactory.getLogger(GuardProcessor.class);

    private final Topics topics;
    private final Serde<SpecificRecord> serde;
    private final Deserializer<SpecificRecord> deserializer;
    private final Duration tick;
    private final Announcer announcer;
    private final Optional<Enclave> enclave;

    private ProcessorContext<String, SpecificRecord> context;
    private GuardState state;
    private EnclaveChannels channels;
    private Guard guard;
    private GuardPhase phase;
    /** Whether the phase is what the stores say, and nothing was done with it yet. */
    private boolean resumed;

    /**
     * The guard's processor.
     *
     * @param enclave of the instance, if it is set up for attested rounds
     */
    public GuardProcessor(
            Topics topics, Serde<SpecificRecord> serde, Duration tick, Announcer announcer, Optional<Enclave> enclave) {
        this.topics = topics;
        this.serde = serde;
        this.deserializer = serde.deserializer();
        this.tick = tick;
        this.announcer = announcer;
        this.enclave = enclave;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> processorContext) {
        context = processorContext;
        state = new GuardState(
                context.getStateStore(Names.FEDERATION_STORE), context.getStateStore(Names.REPORTS_STORE));
        // Streams initialises the same instance again when it revives a task.
        channels = new EnclaveChannels(enclave, serde);
        guard = new Guard(state, new GuardOutput(context, state, topics.directives(), channels), enclave, announcer);
        phase = guard.resumed();
        resumed = true;
        context.schedule(tick, PunctuationType.WALL_CLOCK_TIME, now -> advance());
    }

    @Override
    public void process(Record<String, Object> incoming) {
        String topic = context.recordMetadata().orElseThrow().topic();
        if (topic.equals(topics.models())) {
            if (Keys.head().equals(incoming.key()) && incoming.value() != null) {
                state.putHead((ModelHead) deserializer.deserialize(topic, (byte[]) incoming.value()));
            }
        } else if (topic.equals(topics.control())) {
            control(incoming.key(), (SpecificRecord) incoming.value());
        } else if (topic.equals(topics.keys())) {
            state.putKeys(incoming.key(), (ParticipantKeys) deserialized(topic, incoming.value()));
        } else if (topic.equals(topics.committee())) {
            if (hearsCommittee()) {
                take(deserialized(topic, incoming.value()));
            }
        } else if (incoming.value() instanceof SliceReady ready) {
            state.putReady(ready);
        } else if (incoming.value() instanceof KeyOffered offer) {
            state.putOffer(offer);
        } else if (incoming.value() instanceof KeyLost lost) {
            LostKeys.failure(state, lost, context.currentSystemTimeMs()).ifPresent(this::abandon);
        } else {
            takeReport((SpecificRecord) incoming.value());
        }
        advance();
    }

    private void control(String key, SpecificRecord value) {
        boolean settings = key.equals(Keys.settings()) && (value == null || value instanceof FederationSettings);
        boolean participant =
                key.startsWith(Keys.participantPrefix()) && (value == null || value instanceof ParticipantEntry);
        if (settings || participant) {
            state.putControl(key, value);
        } else {
            LOG.atWarn().addKeyValue("key", key).log("control record ignored: its key and type do not go together");
        }
    }

    /** Participants write these topics: what does not decode is not ours, and not a reason to stop. */
    private SpecificRecord deserialized(String topic, Object value) {
        try {
            return deserializer.deserialize(topic, (byte[]) value);
        } catch (SerializationException e) {
            LOG.atWarn().addKeyValue("topic", topic).setCause(e).log("record ignored: it does not decode");
            return null;
        }
    }

    /** Shares are large: whoever waits for nothing of the committee need not decode them. */
    private boolean hearsCommittee() {
        return phase instanceof CommitteePhase || (phase instanceof CollectingPhase collecting && collecting.hides());
    }

    /** Of an attested round only what a process of the round has said counts. */
    private void takeReport(SpecificRecord report) {
        Optional<RoundOpened> open = phase.opened();
        if (open.isEmpty() || !EnclaveChannels.isNeeded(open.get())) {
            take(report);
            return;
        }
        Optional<SpecificRecord> said = report instanceof AuthenticatedRecord sealed
                ? channels.of(open.get()).flatMap(channel -> channel.open(topics.statistics(), sealed))
                : Optional.empty();
        if (said.isPresent()) {
            take(said.get());
        } else if (!(report instanceof AuthenticatedRecord sealed)
                || sealed.getRound() == open.get().getRound()) {
            LOG.atWarn()
                    .addKeyValue("round", open.get().getRound())
                    .addKeyValue("type", report.getSchema().getName())
                    .log("report ignored: the round is attested, and none of its processes has sent it");
        }
    }

    private void take(SpecificRecord record) {
        if (record != null && phase.accept(record)) {
            state.keep(record);
        }
    }

    /** Nothing that was heard of the round counts any more, not even its seal. */
    private void abandon(RoundFailed failed) {
        state.unseal(failed.getOpened().getRound());
        phase = guard.failed(failed);
        context.commit();
    }

    private void advance() {
        if (resumed) {
            resumed = false; // Not in init: nothing can be forwarded there.
            GuardMoved.failure(phase, context.currentSystemTimeMs()).ifPresent(this::abandon);
        }
        for (Optional<GuardPhase> next = next(); next.isPresent(); next = next()) {
            phase = next.get();
            context.commit();
        }
    }

    private Optional<GuardPhase> next() {
        return phase.next(context.currentSystemTimeMs());
    }
}
