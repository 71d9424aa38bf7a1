package io.weir.aggregator.internal.guard;

import io.weir.guard.Measured;
import io.weir.guard.history.History;
import io.weir.wire.MeasureRound;
import io.weir.wire.RoundOpened;
import io.weir.wire.SliceProducts;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Nothing that still comes in changes the round any more: judges once the slice tasks have sent its inner products.
 *
 * @param reports on the sealed round
 * @param measuring the inner products; a cache of the reports store
 */
record MeasuringPhase(Guard guard, CollectingRound reports, MeasuringRound measuring) implements GuardPhase {
    static GuardPhase begin(Guard guard, CollectingRound reports, MeasureRound directive) {
        guard.state().putMeasuring(directive);
        guard.output().measure(directive);
        return new MeasuringPhase(guard, reports, new MeasuringRound(directive));
    }

    @Override
    public boolean accept(SpecificRecord record) {
        if (record instanceof SliceProducts products && products.getRound() == measuring.round()) {
            measuring.accept(products);
            return true;
        }
        return false;
    }

    @Override
    public Optional<RoundOpened> opened() {
        return Optional.of(reports.opened());
    }

    @Override
    public Optional<GuardPhase> next(long nowMs) {
        return measuring.measured().map(measured -> conclude(measured, nowMs));
    }

    private GuardPhase conclude(Measured measured, long nowMs) {
        MeasureRound directive = measuring.directive();
        if (directive.getOpenings().isEmpty()) {
            guard.sentence()
                    .judge(reports, directive.getSealed(), directive.getRefused(), Optional.of(measured), nowMs);
        } else {
            guard.sentence()
                    .pronounce(
                            reports,
                            directive.getSealed(),
                            GroupJudge.judge(
                                    directive.getSealed(),
                                    directive.getRefused(),
                                    directive.getFlags(),
                                    directive.getOpenings(),
                                    measured.gram(),
                                    nowMs),
                            History.NONE,
                            nowMs);
        }
        return guard.over(measuring.round());
    }
}
