package io.weir.aggregator.internal.guard;

import io.weir.wire.RoundOpened;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** No round is open: opens the next one as soon as it can be. */
record BetweenRounds(Guard guard) implements GuardPhase {
    private static final Logger LOG = LoggerFactory.getLogger(BetweenRounds.class);

    @Override
    public boolean accept(SpecificRecord record) {
        return false;
    }

    @Override
    public Optional<RoundOpened> opened() {
        return Optional.empty();
    }

    @Override
    public Optional<GuardPhase> next(long nowMs) {
        return guard.opening()
                .next(nowMs)
                .flatMap(planned -> guard.enclaveKeys().complete(planned, nowMs, guard.output()::ask))
                .map(guard.announcer()::sign)
                .map(this::open);
    }

    private GuardPhase open(RoundOpened opened) {
        LOG.atInfo()
                .addKeyValue("federation", opened.getFederation())
                .addKeyValue("round", opened.getRound())
                .addKeyValue("task", opened.getTask())
                .addKeyValue("baseVersion", opened.getBaseVersion())
                .addKeyValue("cohort", opened.getCohort().size())
                .log("round opened");
        guard.output().announce(opened.getRound(), opened);
        guard.output().direct(opened.getRound(), opened);
        return new CollectingPhase(guard, new CollectingRound(opened), new DealtShares(opened));
    }
}
