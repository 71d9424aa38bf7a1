package io.weir.cli.federation;

import io.weir.wire.FederationSettings;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacySettings;
import io.weir.wire.PrivacyBudget;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What was asked for of differential privacy for whole participants.
 *
 * @param epsilon budget of all rounds; without it, what {@code noise} costs
 * @param noise multiplier; without it, as much as {@code epsilon} needs
 * @param shares participants that noise is shared among; without it, what suits the other settings
 * @param quantile that the clip follows; 0 for a clip that stays
 * @param publicStatistics whether the operator says that round 0 may tell sums and counts of rows without noise
 */
public record ParticipantPrivacyRequest(
        OptionalDouble epsilon,
        double delta,
        OptionalDouble noise,
        OptionalInt shares,
        double clip,
        double quantile,
        NoiseMechanism mechanism,
        long dataRounds,
        boolean publicStatistics) {
    public static final double DELTA = 1e-5;
    public static final double CLIP = 1;

    /** Room for rounding in a budget that is made of what is planned. */
    private static final double ROUNDING = 1 + 1e-9;

    /** Makes a federation's settings ask for it; to be called when rounds and secure aggregation are set. */
    public void apply(FederationSettings.Builder builder) {
        FederationSettings settings = builder.build();
        int sure = Optional.ofNullable(settings.getSecure())
                .map(secure -> secure.getGroupMin())
                .orElse(1);
        ParticipantPrivacySettings.Builder privacy = ParticipantPrivacySettings.newBuilder()
                .setMechanism(mechanism)
                .setNoiseMultiplier(1)
                .setShares(shares.orElse(sure))
                .setClip(clip)
                .setClipQuantile(quantile)
                .setDataRounds(dataRounds)
                .setPublicStatistics(publicStatistics)
                .setBudget(new PrivacyBudget(1.0, delta));
        NoisePlan plan = NoisePlan.of(settings, privacy.build(), delta);
        double multiplier = noise.isPresent() ? noise.getAsDouble() : plan.noise(epsilon.orElseThrow());
        builder.setParticipantPrivacy(privacy.setNoiseMultiplier(multiplier)
                .setBudget(new PrivacyBudget(
                        epsilon.isPresent() ? epsilon.getAsDouble() : plan.epsilon(multiplier) * ROUNDING, delta))
                .build());
    }
}
