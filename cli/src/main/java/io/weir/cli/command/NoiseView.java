package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.federation.NoisePlan;
import io.weir.cli.report.Numbers;
import io.weir.client.budget.ParticipantCosts;
import io.weir.client.privacy.PrivateRound;
import io.weir.guard.rule.FedAvg;
import io.weir.wire.FederationSettings;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacy;
import io.weir.wire.ParticipantPrivacySettings;
import io.weir.wire.RoundOpened;
import io.weir.wire.SharedNoise;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows what noise participants add, and what it costs them. */
final class NoiseView {
    /** At which rounds are shown; a federation's settings name their own. */
    private static final double DELTA = 1e-5;

    private NoiseView() {}

    static void settings(ObjectNode document, FederationSettings settings) {
        ParticipantPrivacySettings privacy = settings.getParticipantPrivacy();
        if (privacy == null) {
            document.putNull("participantPrivacy");
            return;
        }
        double delta = privacy.getBudget().getDelta();
        NoisePlan plan = NoisePlan.of(settings, privacy, delta);
        ObjectNode node = document.putObject("participantPrivacy")
                .put("mechanism", name(privacy.getMechanism()))
                .put("noiseMultiplier", privacy.getNoiseMultiplier())
                .put("shares", privacy.getShares())
                .put("clip", privacy.getClip())
                .put("clipQuantile", privacy.getClipQuantile())
                .put("dataRounds", privacy.getDataRounds())
                .put("publicStatistics", privacy.getPublicStatistics())
                .put("epsilon", privacy.getBudget().getEpsilon())
                .put("delta", delta)
                .put("epsilonPlanned", plan.epsilon(privacy.getNoiseMultiplier()));
        if (sumsOnly(settings)) {
            node.put("epsilonOfSums", plan.ofSums().epsilon(privacy.getNoiseMultiplier()));
        }
    }

    static String settings(FederationSettings settings) {
        ParticipantPrivacySettings privacy = settings.getParticipantPrivacy();
        if (privacy == null) {
            return "none: whether a participant's data took part may show";
        }
        NoisePlan plan = NoisePlan.of(settings, privacy, privacy.getBudget().getDelta());
        double noise = privacy.getNoiseMultiplier();
        return name(privacy.getMechanism()) + " noise of " + Numbers.significant(noise)
                + " times the clip, shared among "
                + privacy.getShares() + "; clip " + Numbers.significant(privacy.getClip())
                + (privacy.getClipQuantile() > 0 ? " at first, then quantile " + privacy.getClipQuantile() : "")
                + (privacy.getDataRounds() > 0
                        ? "; the same data in at most " + privacy.getDataRounds() + " rounds"
                        : "")
                + "; planned epsilon " + Numbers.roundedUp(plan.epsilon(noise)) + " of "
                + Numbers.significant(privacy.getBudget().getEpsilon()) + " at delta "
                + privacy.getBudget().getDelta()
                + (plan.seen() == privacy.getShares()
                        ? ""
                        : " against who reads single updates"
                                + (sumsOnly(settings)
                                        ? ", " + Numbers.roundedUp(plan.ofSums().epsilon(noise))
                                                + " against who sees models only"
                                        : ""));
    }

    /** Whether models are functions of sums over everybody: other rules leave updates out by what is in them. */
    private static boolean sumsOnly(FederationSettings settings) {
        return settings.getRule().equals(FedAvg.NAME) && settings.getSecure() == null;
    }

    static void round(ObjectNode document, RoundOpened opened) {
        Optional<PrivateRound> round = PrivateRound.of(opened);
        if (round.isEmpty()) {
            document.putNull("participantPrivacy");
            return;
        }
        ParticipantPrivacy terms = round.get().terms();
        document.putObject("participantPrivacy")
                .put("mechanism", name(terms.getMechanism()))
                .put("noiseMultiplier", terms.getNoiseMultiplier())
                .put("shares", terms.getShares())
                .put("clip", terms.getClip())
                .put("clipQuantile", terms.getClipQuantile())
                .put("gridBits", terms.getGridBits())
                .put("localSigma", round.get().grid().localDeviation())
                .put("dataRounds", terms.getDataRounds())
                .put("treeFirstRound", terms.getTreeFirstRound());
    }

    static Optional<String> round(RoundOpened opened) {
        return PrivateRound.of(opened).map(round -> {
            ParticipantPrivacy terms = round.terms();
            SharedNoise cost = round.cost();
            return name(terms.getMechanism()) + " noise of " + Numbers.significant(terms.getNoiseMultiplier())
                    + " times the clip " + Numbers.significant(terms.getClip()) + ", shared among " + terms.getShares()
                    + (round.isTree()
                            ? ", step " + round.treeStep() + " of the tree of round " + terms.getTreeFirstRound()
                            : "")
                    + "; by itself epsilon " + Numbers.roundedUp(ParticipantCosts.epsilon(List.of(cost), DELTA))
                    + " at delta " + DELTA + " against who sees " + (round.isHidden() ? "sums" : "single updates");
        });
    }

    private static String name(NoiseMechanism mechanism) {
        return mechanism.name().toLowerCase(Locale.ROOT);
    }
}
