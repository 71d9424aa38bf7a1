package io.weir.aggregator.internal.guard;

import io.weir.aggregator.ParticipantTerms;
import io.weir.aggregator.internal.Names;
import io.weir.aggregator.internal.attested.EnclaveChannels;
import io.weir.schemas.Keys;
import io.weir.wire.AttestRound;
import io.weir.wire.CommitteeCall;
import io.weir.wire.MeasureRound;
import io.weir.wire.QuarantineRecord;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SumRound;
import io.weir.wire.Verdict;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the guard writes; where the round stands goes into its store as well. */
record GuardOutput(
        ProcessorContext<String, SpecificRecord> context,
        GuardState state,
        String directives,
        EnclaveChannels channels) {
    private static final Logger LOG = LoggerFactory.getLogger(GuardOutput.class);

    /** Stands in keys of the committee topic where a participant's name would. */
    private static final String CALLER = "aggregator";

    void announce(long round, SpecificRecord event) {
        state.putRound(event);
        emit(Keys.round(round), event, Names.ROUNDS_SINK);
    }

    /** Tells every slice task. */
    void direct(long round, SpecificRecord directive) {
        emit(Keys.round(round), directive, Names.DIRECTIVES_SINK);
    }

    /** Tells every slice task what to do with the updates of a round. */
    private void instruct(RoundOpened opened, SpecificRecord directive) {
        direct(
                opened.getRound(),
                EnclaveChannels.isNeeded(opened)
                        ? channels.of(opened).orElseThrow().seal(directives, directive)
                        : directive);
    }

    void measure(MeasureRound directive) {
        instruct(directive.getSealed().getOpened(), directive);
    }

    /** Asks every slice task, and does not wait for a phase to end. */
    void ask(AttestRound question) {
        direct(question.getRound(), question);
        context.commit();
    }

    void call(CommitteeCall call) {
        emit(Keys.committee(call.getRound(), CALLER), call, Names.COMMITTEE_SINK);
    }

    void verdict(Verdict verdict) {
        emit(Keys.round(verdict.getRound()), verdict, Names.VERDICTS_SINK);
    }

    void quarantine(QuarantineRecord record) {
        emit(record.getParticipant(), record, Names.GUARD_QUARANTINE_SINK);
    }

    void sum(RoundSealed sealed, Verdict verdict) {
        announce(sealed.getOpened().getRound(), sealed);
        ParticipantTerms.after(sealed, verdict).ifPresent(state::putPrivacy);
        instruct(sealed.getOpened(), new SumRound(sealed, verdict));
    }

    void fail(RoundFailed failed) {
        LOG.atWarn()
                .addKeyValue("federation", failed.getOpened().getFederation())
                .addKeyValue("round", failed.getOpened().getRound())
                .addKeyValue("reason", failed.getReason())
                .log("round failed");
        announce(failed.getOpened().getRound(), failed);
        ParticipantTerms.after(failed).ifPresent(state::putPrivacy);
        direct(failed.getOpened().getRound(), failed);
    }

    private void emit(String key, SpecificRecord value, String sink) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs()), sink);
    }
}
