package io.weir.cli.audit;

import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.aggregator.audit.RecomputedRound;
import io.weir.cli.federation.FederationException;
import io.weir.wire.LedgerRecord;
import io.weir.wire.RoundSealed;
import io.weir.wire.Verdict;
import java.util.Optional;

/**
 * What a round would have led to, next to what it did.
 *
 * @param recordedDigest digest of the version that it led to; empty if it led to none
 * @param recordedVerdict empty if it is not retained
 * @param hypothetical the round under other terms
 * @param digest of the model then; empty if the round fails then, or its base version is not retained
 */
public record Replay(
        long round,
        Optional<String> recordedDigest,
        Optional<Verdict> recordedVerdict,
        RecomputedRound hypothetical,
        Optional<String> digest) {

    /**
     * Replays.
     *
     * @throws FederationException if the round was not sealed, or its topic is not retained
     */
    public static Replay of(Auditor auditor, long round, RecomputationPlan plan) {
        return auditor.with((records, source) -> {
            RoundSealed sealed = records.sealed(round)
                    .map(Located::value)
                    .orElseThrow(() -> new FederationException("round " + round + " of federation '"
                            + auditor.federation() + "' was not sealed: `weir rounds list` shows what became of it"));
            if (sealed.getOpened().getAttested() != null) {
                throw new FederationException("round " + round + " is attested: its updates are sealed for aggregators"
                        + " whose keys are gone, so what it would be under other terms nobody can tell");
            }
            String topic = sealed.getOpened().getTopic();
            int partitions = source.partitions(topic);
            for (int p = 0; p < Math.max(1, partitions); p++) {
                if (partitions == 0 || source.beginningOffset(topic, p) > 0) {
                    throw new FederationException(
                            "topic " + topic + " is not retained: round " + round + " cannot be replayed");
                }
            }
            plan.without().forEach(participant -> {
                if (sealed.getOpened().getCohort().stream()
                        .noneMatch(member -> member.getParticipant().equals(participant))) {
                    throw new FederationException(
                            "participant '" + participant + "' was not in the cohort of round " + round);
                }
            });
            if (sealed.getOpened().getSecure() != null && !plan.without().isEmpty()) {
                throw new FederationException("round " + round + " hides updates: what it would be without "
                        + plan.without() + " nobody can tell, since only sums of groups were opened");
            }
            RecomputedRound again = auditor.recomputation()
                    .recompute(
                            sealed,
                            records.seals(),
                            plan,
                            records.verdict(round).map(Located::value));
            Optional<String> digest = again.failure().isPresent()
                    ? Optional.empty()
                    : new ModelRecomputation(records, auditor.models(records, source))
                            .digest(sealed.getOpened(), again);
            return new Replay(
                    round,
                    records.ledgerOfRound(round).map(Located::value).map(LedgerRecord::getModelDigest),
                    records.verdict(round).map(Located::value),
                    again,
                    digest);
        });
    }
}
