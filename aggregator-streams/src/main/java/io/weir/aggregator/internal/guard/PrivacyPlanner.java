package io.weir.aggregator.internal.guard;

import io.weir.aggregator.ParticipantPrivacyRules;
import io.weir.aggregator.ParticipantTerms;
import io.weir.privacy.dp.NoisyGrid;
import io.weir.wire.CohortMember;
import io.weir.wire.FederationSettings;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacy;
import io.weir.wire.ParticipantPrivacySettings;
import io.weir.wire.SecureRound;
import java.util.List;
import java.util.Optional;

/** Draws up the noise that a round asks of its participants. */
final class PrivacyPlanner {
    /** A plan, or what it lacks. */
    sealed interface Plan {
        record Ready(ParticipantPrivacy terms, NoisyGrid grid) implements Plan {}

        record Lacks(String what) implements Plan {}
    }

    /**
     * What earlier rounds have left.
     *
     * @param terms for the next round; empty before the first
     * @param cohort of the newest round
     */
    record Before(Optional<ParticipantPrivacy> terms, List<CohortMember> cohort) {
        Before {
            cohort = List.copyOf(cohort);
        }
    }

    private PrivacyPlanner() {}

    /**
     * A training round's plan.
     *
     * @param secure how updates are hidden, if they are
     */
    static Plan plan(
            long round,
            FederationSettings settings,
            List<CohortMember> cohort,
            Optional<SecureRound> secure,
            Before before,
            long nowMs) {
        ParticipantPrivacySettings privacy = settings.getParticipantPrivacy();
        double clip = before.terms()
                .filter(carried ->
                        privacy.getClipQuantile() > 0 && carried.getClipQuantile() == privacy.getClipQuantile())
                .map(ParticipantPrivacy::getClip)
                .orElse(privacy.getClip());
        int valueBits = secure.map(SecureRound::getValueBits).orElse(ParticipantPrivacyRules.PLAIN_BITS);
        NoisyGrid grid = ParticipantPrivacyRules.grid(settings, privacy, valueBits, clip);
        Optional<String> objection = grid.objection();
        if (objection.isPresent()) {
            return new Plan.Lacks("other terms of participants' privacy: " + objection.get());
        }
        ParticipantPrivacy.Builder terms = ParticipantPrivacy.newBuilder()
                .setMechanism(privacy.getMechanism())
                .setNoiseMultiplier(privacy.getNoiseMultiplier())
                .setShares(privacy.getShares())
                .setClip(clip)
                .setGridBits(grid.scaleBits())
                .setClipQuantile(privacy.getClipQuantile())
                .setDataRounds(privacy.getDataRounds())
                .setTreeLevels(
                        ParticipantPrivacyRules.treeLevels(settings, privacy).orElse(0));
        if (privacy.getMechanism() == NoiseMechanism.TREE) {
            ParticipantPrivacy planned = terms.build();
            Optional<ParticipantPrivacy> goingOn = before.terms()
                    .filter(carried -> ParticipantTerms.treeGoesOn(carried, planned)
                            && before.cohort().equals(cohort));
            terms.setTreeFirstRound(
                            goingOn.map(ParticipantPrivacy::getTreeFirstRound).orElse(round))
                    .setTreeOpenedAtMs(
                            goingOn.map(ParticipantPrivacy::getTreeOpenedAtMs).orElse(nowMs));
        }
        return new Plan.Ready(terms.build(), grid);
    }
}
