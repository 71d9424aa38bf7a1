package io.weir.schemas.digest;

import io.weir.wire.BudgetRecord;
import io.weir.wire.ParticipantPrivacy;
import io.weir.wire.ParticipantSpent;

/** Digests of what differential privacy is asked for and of what it has cost. */
public final class PrivacyDigests {
    private PrivacyDigests() {}

    static void round(Transcript transcript, ParticipantPrivacy privacy) {
        transcript
                .text(privacy.getMechanism().name())
                .number(privacy.getNoiseMultiplier())
                .number(privacy.getShares())
                .number(privacy.getClip())
                .number(privacy.getGridBits())
                .number(privacy.getClipQuantile())
                .number(privacy.getDataRounds())
                .number(privacy.getTreeFirstRound())
                .number(privacy.getTreeOpenedAtMs())
                .number(privacy.getTreeLevels());
    }

    /** What a participant signs of its privacy spent: every field but the signature. */
    public static byte[] budget(BudgetRecord budget) {
        boolean ofParticipant = budget.getParticipantSpent() != null;
        Transcript transcript = new Transcript(ofParticipant ? "weir-budget-v2" : "weir-budget-v1")
                .text(budget.getFederation())
                .text(budget.getParticipant())
                .number(budget.getSequence())
                .number(budget.getBudget().getEpsilon())
                .number(budget.getBudget().getDelta())
                .list(budget.getSpent(), (t, spent) -> t.number(spent.getSamplingRate())
                        .number(spent.getNoiseMultiplier())
                        .number(spent.getSteps()))
                .number(budget.getEpsilonSpent())
                .text(budget.getAccountant())
                .number(budget.getLastRound())
                .number(budget.getWrittenAtMs());
        if (ofParticipant) {
            participant(transcript, budget.getParticipantSpent());
        }
        return transcript.text(budget.getSignatureAlgorithm()).digest();
    }

    private static void participant(Transcript transcript, ParticipantSpent spent) {
        transcript
                .number(spent.getBudget().getEpsilon())
                .number(spent.getBudget().getDelta())
                .list(spent.getSpent(), (t, noise) -> t.text(
                                noise.getMechanism().name())
                        .number(noise.getNoiseMultiplier())
                        .number(noise.getLocalSigma())
                        .number(noise.getShares())
                        .number(noise.getSeen())
                        .number(noise.getDimension())
                        .number(noise.getDataRounds())
                        .number(noise.getTreeFirstRound())
                        .number(noise.getRounds()))
                .number(spent.getEpsilonSpent());
    }
}
