package io.weir.aggregator.internal.guard;

import io.weir.guard.Measured;
import io.weir.guard.RoundStatistics;
import io.weir.guard.history.History;
import io.weir.wire.QuarantineRecord;
import io.weir.wire.Rejection;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Comes to a verdict on a sealed round, and says it to everyone whom it concerns. */
record Sentence(GuardState state, GuardOutput output) {
    private static final Logger LOG = LoggerFactory.getLogger(Sentence.class);

    void judge(
            CollectingRound reports,
            RoundSealed sealed,
            List<Rejection> refused,
            Optional<Measured> measured,
            long nowMs) {
        long round = sealed.getOpened().getRound();
        RoundStatistics statistics =
                Histories.told(reports.statistics(), measured, state.history().at(round));
        Verdict verdict =
                Judge.judge(sealed, refused, statistics, Flags.of(reports, state.contentsBefore(round)), nowMs);
        pronounce(reports, sealed, verdict, Histories.after(statistics, verdict), nowMs);
    }

    /**
     * Announces a verdict.
     *
     * @param remembered what it leaves to remember, if anybody is admitted
     */
    void pronounce(CollectingRound reports, RoundSealed sealed, Verdict verdict, History remembered, long nowMs) {
        RoundOpened opened = sealed.getOpened();
        output.verdict(verdict);
        quarantine(
                reports,
                opened,
                verdict.getRejected().stream().filter(Sentence::isAccused).toList(),
                nowMs);
        if (verdict.getAdmitted().isEmpty()) {
            output.fail(
                    new RoundFailed(opened, "NOBODY_ADMITTED: every update was refused", verdict.getRejected(), nowMs));
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
        state.putContents(ContentHistory.contents(sealed));
        state.putHistory(remembered);
        output.sum(sealed, verdict);
    }

    /** Puts copies into quarantine, whatever becomes of their round. */
    void copies(CollectingRound reports, long nowMs) {
        quarantine(reports, reports.opened(), reports.copies().values(), nowMs);
    }

    /** Whether a rule accuses the update: copies, and what the slice tasks refused, are in quarantine already. */
    private static boolean isAccused(Rejection rejection) {
        return switch (rejection.getReason()) {
            case NOT_SELECTED, TOO_FEW_UPDATES, TOO_MANY_UPDATES, DUPLICATE_CONTENT -> false;
            default -> true;
        };
    }

    private void quarantine(CollectingRound reports, RoundOpened opened, Collection<Rejection> rejections, long nowMs) {
        Map<String, Long> commitOffsets = reports.commitOffsets();
        for (Rejection rejection : rejections) {
            Optional.ofNullable(commitOffsets.get(rejection.getParticipant()))
                    .ifPresent(offset -> output.quarantine(quarantined(opened, rejection, offset, nowMs)));
        }
    }

    private static QuarantineRecord quarantined(RoundOpened opened, Rejection rejection, long offset, long nowMs) {
        return new QuarantineRecord(
                opened.getFederation(),
                opened.getRound(),
                rejection.getParticipant(),
                rejection.getReason(),
                rejection.getDetail(),
                opened.getTopic(),
                0,
                offset,
                0,
                nowMs,
                rejection.getEvidence(),
                rejection.getStage(),
                rejection.getNeighbours());
    }
}
