package io.weir.aggregator.internal.guard;

import io.weir.aggregator.internal.RoundRule;
import io.weir.wire.MeasureRound;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.SliceMeasured;
import io.weir.wire.SliceRefused;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Updates come in: seals the round once it is complete or its time is up.
 *
 * @param reports a cache of the reports store
 * @param dealt another one, if updates are hidden
 */
record CollectingPhase(Guard guard, CollectingRound reports, DealtShares dealt) implements GuardPhase {
    /** Whether what lies in the committee topic matters. */
    boolean hides() {
        return reports.opened().getSecure() != null;
    }

    @Override
    public boolean accept(SpecificRecord record) {
        long round = reports.opened().getRound();
        if (record instanceof SliceMeasured measured && measured.getRound() == round) {
            reports.accept(measured);
            return true;
        }
        if (record instanceof SliceRefused refused && refused.getRound() == round) {
            reports.accept(refused);
            return true;
        }
        guard.keep(reports.opened().getRound(), dealt.accept(record));
        return false;
    }

    @Override
    public Optional<RoundOpened> opened() {
        return Optional.of(reports.opened());
    }

    @Override
    public Optional<GuardPhase> next(long nowMs) {
        return reports.close(nowMs).map(closing -> {
            guard.sentence().copies(reports, nowMs);
            return closing instanceof Closing.Sealed sealed
                    ? sealed(sealed, nowMs)
                    : guard.failed(((Closing.Failed) closing).event());
        });
    }

    private GuardPhase sealed(Closing.Sealed sealed, long nowMs) {
        RoundOpened opened = reports.opened();
        if (opened.getSecure() != null) {
            return CommitteePhase.begin(guard, reports, dealt, sealed, nowMs);
        }
        if (!RoundRule.of(opened).needsGram()) {
            guard.sentence().judge(reports, sealed.event(), sealed.refused(), Optional.empty(), nowMs);
            return guard.over(opened.getRound());
        }
        int updates = sealed.event().getUpdates().size();
        int updatesMax = RoundRule.of(opened).updatesMax();
        if (updates > updatesMax) {
            String reason = "TOO_MANY_UPDATES: rule '" + opened.getRule() + "' compares every update with every other, "
                    + updates + " are too many; at most " + updatesMax + " are allowed";
            return guard.failed(new RoundFailed(opened, reason, sealed.refused(), nowMs));
        }
        return MeasuringPhase.begin(
                guard, reports, new MeasureRound(sealed.event(), sealed.refused(), List.of(), List.of()));
    }
}
