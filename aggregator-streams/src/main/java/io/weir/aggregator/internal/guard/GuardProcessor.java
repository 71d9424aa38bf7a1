package io.weir.aggregator.internal.guard;

import io.weir.aggregator.internal.Names;
import io.weir.aggregator.internal.RoundRule;
import io.weir.guard.Measured;
import io.weir.guard.RoundStatistics;
import io.weir.guard.history.History;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.wire.AttestRound;
import io.weir.wire.FederationSettings;
import io.weir.wire.GroupOpening;
import io.weir.wire.KeyLost;
import io.weir.wire.KeyOffered;
import io.weir.wire.MeasureRound;
import io.weir.wire.ModelHead;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.QuarantineRecord;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureClosing;
import io.weir.wire.SliceMeasured;
import io.weir.wire.SliceProducts;
import io.weir.wire.SliceReady;
import io.weir.wire.SliceRefused;
import io.weir.wire.SumRound;
import io.weir.wire.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a federation's rounds one after the other: opens a round when the model that it starts from is published and its
 * topic is ready, collects the slice tasks' reports, seals, judges and tells the slice tasks what to sum.
 */
public final class GuardProcessor implements Processor<String, Object, String, SpecificRecord> {
    private static final Logger LOG = LoggerFactory.getLogger(GuardProcessor.class);

    /** Stands in keys of the committee topic where a participant's name would. */
    private static final String CALLER = "aggregator";

    private final Topics topics;
    private final Deserializer<SpecificRecord> deserializer;
    private final Duration tick;

    private ProcessorContext<String, SpecificRecord> context;
    private GuardState state;
    private RoundOpening opening;
    private EnclaveKeys enclaveKeys;
    /** The open round's reports; a cache of the reports store. */
    private CollectingRound collecting;
    /** The open round's inner products, once it is sealed, if its rule needs them; a cache as well. */
    private MeasuringRound measuring;
    /** What the committee of the open round said, once it is sealed, if it hides updates; a cache as well. */
    private CommitteeRound committee;

    public GuardProcessor(Topics topics, Deserializer<SpecificRecord> deserializer, Duration tick) {
        this.topics = topics;
        this.deserializer = deserializer;
        this.tick = tick;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> processorContext) {
        context = processorContext;
        state = new GuardState(
                context.getStateStore(Names.FEDERATION_STORE), context.getStateStore(Names.REPORTS_STORE));
        opening = new RoundOpening(state);
        enclaveKeys = new EnclaveKeys(state);
        // Streams initialises the same instance again when it revives a task.
        collecting = null;
        measuring = null;
        committee = null;
        if (state.phase() instanceof Phase.Collecting phase) {
            resume(phase.opened());
        } else if (state.phase() instanceof Phase.Opening phase) {
            committee = new CommitteeRound(phase.closing());
            resume(phase.closing().getSealed().getOpened());
        } else if (state.phase() instanceof Phase.Measuring phase) {
            measuring = new MeasuringRound(phase.directive());
            resume(phase.directive().getSealed().getOpened());
        }
        context.schedule(tick, PunctuationType.WALL_CLOCK_TIME, now -> advance());
    }

    private void resume(RoundOpened opened) {
        collecting = new CollectingRound(opened);
        state.replay(opened.getRound(), this::feed);
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
            ofCommittee(deserialized(topic, incoming.value()));
        } else {
            report((SpecificRecord) incoming.value());
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

    private void ofCommittee(SpecificRecord record) {
        if (committee == null || record == null) {
            return;
        }
        RoundOpened opened = committee.closing().getSealed().getOpened();
        String member = CommitteeRecords.member(record);
        if (CommitteeRecords.round(record) != opened.getRound() || member.isEmpty()) {
            return;
        }
        if (!CommitteeFlow.isAuthentic(opened, record)) {
            LOG.atWarn()
                    .addKeyValue("round", opened.getRound())
                    .addKeyValue("member", member)
                    .log("committee record ignored: it is not signed by that member");
            return;
        }
        if (committee.accept(record)) {
            state.putCommittee(opened.getRound(), member, CommitteeRecords.kind(record), record);
        }
    }

    private void report(SpecificRecord report) {
        if (report instanceof SliceReady ready) {
            state.putReady(ready);
        } else if (report instanceof KeyOffered offer) {
            state.putOffer(offer);
        } else if (report instanceof KeyLost lost) {
            LostKeys.failure(state, lost, context.currentSystemTimeMs()).ifPresent(this::abandon);
        } else if (report instanceof SliceMeasured measured && isOpen(measured.getRound())) {
            state.put(measured);
            feed(measured);
        } else if (report instanceof SliceRefused refused && isOpen(refused.getRound())) {
            state.put(refused);
            feed(refused);
        } else if (report instanceof SliceProducts products && isMeasuring(products.getRound())) {
            state.put(products);
            feed(products);
        }
    }

    private boolean isOpen(long round) {
        return collecting != null
                && measuring == null
                && committee == null
                && collecting.opened().getRound() == round;
    }

    private boolean isMeasuring(long round) {
        return measuring != null && measuring.round() == round;
    }

    private void feed(SpecificRecord report) {
        if (report instanceof SliceMeasured measured) {
            collecting.accept(measured);
        } else if (report instanceof SliceRefused refused) {
            collecting.accept(refused);
        } else if (report instanceof SliceProducts products) {
            measuring.accept(products);
        } else if (committee != null) {
            committee.accept(report);
        }
    }

    private void advance() {
        long now = context.currentSystemTimeMs();
        if (measuring != null) {
            measuring.measured().ifPresent(this::conclude);
        } else if (committee != null) {
            step(committee.next(now), now);
        } else if (collecting != null) {
            collecting.close(now).ifPresent(this::close);
        }
        if (collecting == null) {
            opening.next(now)
                    .flatMap(planned -> enclaveKeys.complete(planned, now, this::ask))
                    .ifPresent(this::open);
        }
    }

    private void ask(AttestRound question) {
        emit(Keys.round(question.getRound()), question, Names.DIRECTIVES_SINK);
        context.commit();
    }

    /** Nothing that was heard of the round counts any more, not even its seal. */
    private void abandon(RoundFailed failed) {
        long round = failed.getOpened().getRound();
        state.unseal(round);
        fail(failed);
        if (collecting == null) {
            state.forget(round);
        } else {
            over();
        }
        context.commit();
    }

    private void open(RoundOpened opened) {
        LOG.atInfo()
                .addKeyValue("federation", opened.getFederation())
                .addKeyValue("round", opened.getRound())
                .addKeyValue("task", opened.getTask())
                .addKeyValue("baseVersion", opened.getBaseVersion())
                .addKeyValue("cohort", opened.getCohort().size())
                .log("round opened");
        collecting = new CollectingRound(opened);
        announce(opened.getRound(), opened);
        emit(Keys.round(opened.getRound()), opened, Names.DIRECTIVES_SINK);
        context.commit();
    }

    private void close(Closing closing) {
        if (closing instanceof Closing.Failed failed) {
            fail(failed.event());
            over();
        } else if (closing instanceof Closing.Sealed sealed) {
            if (collecting.opened().getSecure() != null) {
                hide(sealed);
            } else if (RoundRule.of(collecting.opened()).needsGram()) {
                measure(sealed);
            } else {
                judge(sealed.event(), sealed.refused(), Optional.empty());
                over();
            }
        }
        context.commit();
    }

    private void over() {
        state.forget(collecting.opened().getRound());
        collecting = null;
        measuring = null;
        committee = null;
    }

    /** Begins with the committee's part, if anything is hidden. */
    private void hide(Closing.Sealed sealed) {
        long now = context.currentSystemTimeMs();
        SecureClosing checking = CommitteeFlow.check(sealed.event(), sealed.refused(), collecting::sharesHash, now);
        if (collecting.opened().getSecure().getBackend() == SecureBackend.PLAIN) {
            close(checking, Map.of(), now);
        } else {
            call(checking);
        }
    }

    private void close(SecureClosing checked, Map<String, List<String>> accusations, long now) {
        SecureClosing close = CommitteeFlow.close(checked, accusations, now);
        RoundOpened opened = close.getSealed().getOpened();
        Optional<String> unfit = CommitteeFlow.whyNot(close);
        if (unfit.isPresent()) {
            fail(new RoundFailed(opened, unfit.get(), close.getRefused(), now));
            over();
        } else if (opened.getSecure().getBackend() == SecureBackend.PLAIN) {
            open(close, PlainOpenings.of(close));
        } else {
            call(close);
        }
    }

    private void call(SecureClosing closing) {
        state.putClosing(closing);
        committee = new CommitteeRound(closing);
        long round = closing.getCall().getRound();
        emit(Keys.committee(round, CALLER), closing.getCall(), Names.COMMITTEE_SINK);
    }

    private void step(CommitteeRound.Step step, long now) {
        SecureClosing closing = committee.closing();
        if (step instanceof CommitteeRound.Step.Checked checked) {
            close(closing, checked.accusations(), now);
        } else if (step instanceof CommitteeRound.Step.Opened opened) {
            open(closing, opened.openings());
        } else if (step instanceof CommitteeRound.Step.TooFew tooFew) {
            fail(new RoundFailed(closing.getSealed().getOpened(), tooFew.reason(), closing.getRefused(), now));
            over();
        } else {
            return;
        }
        context.commit();
    }

    /** The slice tasks open the groups' sums and compare their means. */
    private void open(SecureClosing closing, List<GroupOpening> openings) {
        MeasureRound directive = new MeasureRound(closing.getSealed(), closing.getRefused(), openings);
        state.putMeasuring(directive);
        committee = null;
        measuring = new MeasuringRound(directive);
        emit(Keys.round(closing.getSealed().getOpened().getRound()), directive, Names.DIRECTIVES_SINK);
    }

    /** Asks for inner products; nothing that still comes in changes the round any more. */
    private void measure(Closing.Sealed sealed) {
        RoundOpened opened = collecting.opened();
        int updates = sealed.event().getUpdates().size();
        int updatesMax = RoundRule.of(opened).updatesMax();
        if (updates > updatesMax) {
            String reason = "TOO_MANY_UPDATES: rule '" + opened.getRule() + "' compares every update with every other, "
                    + updates + " are too many; at most " + updatesMax + " are allowed";
            fail(new RoundFailed(opened, reason, sealed.refused(), context.currentSystemTimeMs()));
            over();
            return;
        }
        MeasureRound directive = new MeasureRound(sealed.event(), sealed.refused(), List.of());
        state.putMeasuring(directive);
        measuring = new MeasuringRound(directive);
        emit(Keys.round(opened.getRound()), directive, Names.DIRECTIVES_SINK);
    }

    private void conclude(Measured measured) {
        MeasureRound directive = measuring.directive();
        if (directive.getOpenings().isEmpty()) {
            judge(directive.getSealed(), directive.getRefused(), Optional.of(measured));
        } else {
            long now = context.currentSystemTimeMs();
            pronounce(
                    directive.getSealed(),
                    GroupJudge.judge(
                            directive.getSealed(),
                            directive.getRefused(),
                            directive.getOpenings(),
                            measured.gram(),
                            now),
                    verdict -> History.NONE);
        }
        over();
        context.commit();
    }

    private void judge(RoundSealed sealed, List<Rejection> refused, Optional<Measured> measured) {
        long round = sealed.getOpened().getRound();
        RoundStatistics statistics = Histories.told(
                collecting.statistics(), measured, state.history().at(round));
        pronounce(
                sealed,
                Judge.judge(
                        sealed,
                        refused,
                        statistics,
                        Flags.of(collecting, state.contentsBefore(round)),
                        context.currentSystemTimeMs()),
                verdict -> Histories.after(statistics, verdict));
    }

    private void pronounce(RoundSealed sealed, Verdict verdict, Function<Verdict, History> remembered) {
        long now = context.currentSystemTimeMs();
        RoundOpened opened = sealed.getOpened();
        emit(Keys.round(opened.getRound()), verdict, Names.VERDICTS_SINK);
        quarantine(opened, verdict);
        if (verdict.getAdmitted().isEmpty()) {
            fail(new RoundFailed(opened, "NOBODY_ADMITTED: every update was refused", verdict.getRejected(), now));
            return;
        }
        LOG.atInfo()
                .addKeyValue("federation", opened.getFederation())
                .addKeyValue("round", opened.getRound())
                .addKeyValue("admitted", verdict.getAdmitted().size())
                .addKeyValue("rejected", verdict.getRejected().size())
                .addKeyValue("flags", verdict.getFlags().size())
                .addKeyValue("closedBy", sealed.getClosedBy())
                .log("round sealed");
        announce(opened.getRound(), sealed);
        state.putContents(ContentHistory.contents(sealed));
        state.putHistory(remembered.apply(verdict));
        emit(Keys.round(opened.getRound()), new SumRound(sealed, verdict), Names.DIRECTIVES_SINK);
    }

    private void fail(RoundFailed failed) {
        LOG.atWarn()
                .addKeyValue("federation", topics.federation())
                .addKeyValue("round", failed.getOpened().getRound())
                .addKeyValue("reason", failed.getReason())
                .log("round failed");
        announce(failed.getOpened().getRound(), failed);
        emit(Keys.round(failed.getOpened().getRound()), failed, Names.DIRECTIVES_SINK);
    }

    /** Updates that a rule accuses; what the slice tasks refused is in quarantine already. */
    private void quarantine(RoundOpened opened, Verdict verdict) {
        Map<String, Long> commitOffsets = collecting.commitOffsets();
        long now = context.currentSystemTimeMs();
        for (Rejection rejection : verdict.getRejected()) {
            if (rejection.getReason() == ReasonCode.NOT_SELECTED
                    || rejection.getReason() == ReasonCode.TOO_FEW_UPDATES
                    || rejection.getReason() == ReasonCode.TOO_MANY_UPDATES) {
                continue;
            }
            Optional.ofNullable(commitOffsets.get(rejection.getParticipant()))
                    .ifPresent(offset -> emit(
                            rejection.getParticipant(),
                            quarantineRecord(opened, rejection, offset, now),
                            Names.GUARD_QUARANTINE_SINK));
        }
    }

    private static QuarantineRecord quarantineRecord(RoundOpened opened, Rejection rejection, long offset, long now) {
        ReasonCode reason = rejection.getReason();
        return new QuarantineRecord(
                opened.getFederation(),
                opened.getRound(),
                rejection.getParticipant(),
                reason,
                rejection.getDetail(),
                opened.getTopic(),
                0,
                offset,
                0,
                now,
                rejection.getEvidence(),
                rejection.getStage(),
                rejection.getNeighbours());
    }

    private void announce(long round, SpecificRecord event) {
        state.putRound(event);
        emit(Keys.round(round), event, Names.ROUNDS_SINK);
    }

    private void emit(String key, SpecificRecord value, String sink) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs()), sink);
    }
}
