package io.weir.aggregator;

import io.weir.privacy.dp.NoisyGrid;
import io.weir.schemas.model.ModelLayout;
import io.weir.wire.Codec;
import io.weir.wire.FederationSettings;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacySettings;
import io.weir.wire.TensorRole;
import java.util.Optional;

/** What must hold for settings that ask participants for noise. */
public final class ParticipantPrivacyRules {
    /** Of a float's mantissa, and the sign: a step of the grid must be one exactly. */
    public static final int PLAIN_BITS = 25;

    private static final double NOISE_MAX = 1e6;

    private ParticipantPrivacyRules() {}

    static void validate(FederationSettings settings) {
        ParticipantPrivacySettings privacy = settings.getParticipantPrivacy();
        if (privacy == null) {
            return;
        }
        require(
                privacy.getMechanism() != NoiseMechanism.UNKNOWN,
                "mechanism",
                privacy.getMechanism(),
                "gaussian or tree");
        double noise = privacy.getNoiseMultiplier();
        require(noise > 0 && noise <= NOISE_MAX, "noise", noise, "above 0, up to 1e6");
        double clip = privacy.getClip();
        require(clip >= ParticipantTerms.CLIP_MIN && clip <= ParticipantTerms.CLIP_MAX, "clip", clip, "1e-9 to 1e6");
        require(privacy.getDataRounds() >= 0, "data.rounds", privacy.getDataRounds(), "1 or more, or 0 for all rounds");
        double epsilon = privacy.getBudget().getEpsilon();
        require(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY, "epsilon", epsilon, "above 0");
        double delta = privacy.getBudget().getDelta();
        require(delta > 0 && delta < 1, "delta", delta, "above 0, below 1");
        require(
                privacy.getPublicStatistics() || !FederationRules.gathersStatistics(settings),
                "public.statistics",
                privacy.getPublicStatistics(),
                "true where a model has statistic tensors, since round 0 then sends sums and counts of participants' rows"
                        + " without noise, which no epsilon covers: name centre and scale of every numeric column in the"
                        + " feature schema (--statistics schema), or say that round 0 may be public (--statistics round)");
        boolean hidden = FederationRules.hidesUpdates(settings);
        int sure = hidden ? settings.getSecure().getGroupMin() : settings.getQuorum();
        require(
                privacy.getShares() >= 1 && privacy.getShares() <= sure,
                "shares",
                privacy.getShares(),
                "1 to " + sure + ", the updates that are sure to be in a sum ("
                        + (hidden ? "weir.secure.group.min" : "weir.round.quorum") + ")");
        double quantile = privacy.getClipQuantile();
        require(quantile >= 0 && quantile < 1, "quantile", quantile, "between 0 and 1, or 0 for a clip that stays");
        require(
                quantile == 0 || (!hidden && privacy.getMechanism() == NoiseMechanism.GAUSSIAN),
                "quantile",
                quantile,
                "0 with secure aggregation, where a participant's answer would be told in the clear, and with a tree,"
                        + " whose noise needs a clip that stays");
        FederationRules.require(
                settings.getClientMomentum() == 0,
                "weir.client.momentum",
                settings.getClientMomentum(),
                "0 with noise of participants: it would be sent again and again");
        FederationRules.require(
                hidden || settings.getCodec() == Codec.F32,
                "weir.codec",
                settings.getCodec(),
                "F32 with noise of participants: others round, and noise must stay on its grid");
        if (!hidden) {
            grid(settings, privacy, PLAIN_BITS, clip).objection().ifPresent(reason -> {
                throw new IllegalArgumentException("weir.participant.privacy.noise is " + noise + ": " + reason);
            });
        }
    }

    /** The grid of a round. */
    public static NoisyGrid grid(
            FederationSettings settings, ParticipantPrivacySettings privacy, int valueBits, double clip) {
        return NoisyGrid.fitting(
                valueBits,
                clip,
                privacy.getNoiseMultiplier(),
                privacy.getShares(),
                new ModelLayout(settings.getManifest()).count(TensorRole.TRAINABLE),
                treeLevels(settings, privacy).orElse(1),
                privacy.getClipQuantile() > 0);
    }

    /** Levels of a tree over all rounds; empty without one. */
    public static Optional<Integer> treeLevels(FederationSettings settings, ParticipantPrivacySettings privacy) {
        return privacy.getMechanism() == NoiseMechanism.TREE
                ? Optional.of(Long.SIZE - Long.numberOfLeadingZeros(settings.getRounds()))
                : Optional.empty();
    }

    private static void require(boolean holds, String key, Object value, String allowed) {
        FederationRules.require(holds, "weir.participant.privacy." + key, value, allowed);
    }
}
