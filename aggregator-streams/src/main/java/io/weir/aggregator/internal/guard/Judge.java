package io.weir.aggregator.internal.guard;

import io.weir.guard.Decision;
import io.weir.guard.Rules;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.VerdictRule;
import io.weir.guard.rule.FedAvg;
import io.weir.schemas.digest.Digests;
import io.weir.wire.Admission;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.RoundTask;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** From a sealed round and its statistics to a verdict; a pure function but for the time that it writes down. */
public final class Judge {
    /** A norm may exceed the clipping bound by this factor: participants sum in another order. */
    private static final double NORM_TOLERANCE = 1 + 1e-6;

    private Judge() {}

    /**
     * Judges.
     *
     * @param refused participants that are out before any rule judges
     * @param statistics of the sealed updates, by participant
     */
    public static Verdict judge(
            RoundSealed sealed, List<Rejection> refused, List<UpdateStatistics> statistics, long judgedAtMs) {
        RoundOpened opened = sealed.getOpened();
        List<Rejection> rejected = new ArrayList<>(refused);
        List<UpdateStatistics> candidates = new ArrayList<>();
        for (UpdateStatistics update : statistics) {
            if (update.norm() > opened.getClippingBound() * NORM_TOLERANCE) {
                rejected.add(aboveBound(update, opened.getClippingBound()));
            } else {
                candidates.add(update);
            }
        }
        VerdictRule rule = opened.getTask() == RoundTask.STATISTICS
                ? new FedAvg()
                : Rules.named(opened.getRule(), opened.getRuleParameters());
        Map<String, Decision> decisions = rule.judge(candidates);
        List<Admission> admitted = new ArrayList<>();
        long totalWeight = 0;
        for (UpdateStatistics update : candidates) {
            Decision decision = decisions.get(update.participant());
            if (decision instanceof Decision.Admit admit) {
                admitted.add(new Admission(update.participant(), update.weight(), admit.clipFactor(), update.norm()));
                totalWeight += update.weight();
            } else if (decision instanceof Decision.Reject reject) {
                rejected.add(new Rejection(update.participant(), reject.reason(), reject.detail(), reject.evidence()));
            } else {
                throw new IllegalStateException("rule " + rule.name() + " did not decide on " + update.participant());
            }
        }
        rejected.sort(Comparator.comparing(Rejection::getParticipant));
        return new Verdict(
                opened.getFederation(),
                opened.getRound(),
                rule.name(),
                opened.getTask() == RoundTask.STATISTICS ? Map.of() : opened.getRuleParameters(),
                admitted,
                rejected,
                rule.combination().divisor(totalWeight, admitted.size()),
                sealed.getParticipantsRoot(),
                ByteBuffer.wrap(Digests.configDigest(opened)),
                judgedAtMs);
    }

    private static Rejection aboveBound(UpdateStatistics update, double bound) {
        String detail = String.format(
                Locale.ROOT,
                "L2 norm %.4g is above the round's clipping bound %.4g: clip before sending",
                update.norm(),
                bound);
        return new Rejection(
                update.participant(),
                ReasonCode.NORM_ABOVE_BOUND,
                detail,
                Map.of("norm", update.norm(), "clippingBound", bound));
    }
}
