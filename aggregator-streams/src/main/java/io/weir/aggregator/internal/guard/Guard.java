package io.weir.aggregator.internal.guard;

import io.weir.aggregator.internal.attested.Enclave;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.SliceMeasured;
import io.weir.wire.SliceRefused;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** What every phase of a round works with, and how a round ends. */
record Guard(
        GuardState state,
        GuardOutput output,
        Sentence sentence,
        RoundOpening opening,
        EnclaveKeys enclaveKeys,
        Announcer announcer) {
    /** @param enclave of the guard's process, if it is set up for attested rounds */
    Guard(GuardState state, GuardOutput output, Optional<Enclave> enclave, Announcer announcer) {
        this(
                state,
                output,
                new Sentence(state, output),
                new RoundOpening(state, announcer),
                new EnclaveKeys(state, enclave),
                announcer);
    }

    /** Nothing of the round is needed any more. */
    GuardPhase over(long round) {
        state.forget(round);
        return new BetweenRounds(this);
    }

    GuardPhase failed(RoundFailed event) {
        output.fail(event);
        return over(event.getOpened().getRound());
    }

    /** Where the newest round stands, from the stores alone. */
    GuardPhase resumed() {
        Phase phase = state.phase();
        if (phase instanceof Phase.Collecting collecting) {
            return new CollectingPhase(this, reports(collecting.opened()), dealt(collecting.opened()));
        }
        if (phase instanceof Phase.Opening opening) {
            RoundOpened opened = opening.closing().getSealed().getOpened();
            DealtShares dealt = dealt(opened);
            CommitteeRound committee = new CommitteeRound(opening.closing(), dealt);
            state.replay(opened.getRound(), committee::accept);
            return new CommitteePhase(this, reports(opened), dealt, committee);
        }
        if (phase instanceof Phase.Measuring measuring) {
            RoundOpened opened = measuring.directive().getSealed().getOpened();
            MeasuringPhase resumed =
                    new MeasuringPhase(this, reports(opened), new MeasuringRound(measuring.directive()));
            state.replay(opened.getRound(), resumed::accept);
            return resumed;
        }
        return new BetweenRounds(this);
    }

    /** Keeps what a restart needs of a record of the committee topic. */
    void keep(long round, Optional<SpecificRecord> record) {
        record.ifPresent(kept -> state.keepDealt(round, kept));
    }

    private DealtShares dealt(RoundOpened opened) {
        DealtShares dealt = new DealtShares(opened);
        state.replay(opened.getRound(), dealt::replay);
        return dealt;
    }

    private CollectingRound reports(RoundOpened opened) {
        CollectingRound reports = new CollectingRound(opened);
        state.replay(opened.getRound(), record -> {
            if (record instanceof SliceMeasured measured) {
                reports.accept(measured);
            } else if (record instanceof SliceRefused refused) {
                reports.accept(refused);
            }
        });
        return reports;
    }
}
