package io.weir.cli.federation;

import io.weir.client.budget.ParticipantCosts;
import io.weir.privacy.dp.NoisyGrid;
import io.weir.wire.FederationSettings;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacySettings;
import io.weir.wire.SecureBackend;
import io.weir.wire.SharedNoise;
import java.util.List;

/**
 * Rounds in which participants share noise, as the accountant sees them.
 *
 * @param shares participants that the noise of a sum is shared among
 * @param seen of these, how many are in what is looked at: all in a sum, 1 in a single update
 * @param dataRounds in how many rounds the same data take part; 0 is all of them
 */
public record NoisePlan(NoiseMechanism mechanism, int shares, int seen, long rounds, long dataRounds, double delta) {
    private static final double NOISE_MIN = 1e-3;
    private static final double NOISE_MAX = 1e6;
    private static final double PRECISION = 1e-4;

    /** What a federation's participants are counted for: single updates where they are in the clear, else sums. */
    public static NoisePlan of(FederationSettings settings, ParticipantPrivacySettings privacy, double delta) {
        boolean hidden = settings.getSecure() != null
                && (settings.getSecure().getBackend() == SecureBackend.MASK
                        || settings.getSecure().getBackend() == SecureBackend.RLWE);
        return new NoisePlan(
                privacy.getMechanism(),
                privacy.getShares(),
                hidden ? privacy.getShares() : 1,
                settings.getRounds(),
                privacy.getDataRounds(),
                delta);
    }

    /** The same for who sees nothing but sums of all updates. */
    public NoisePlan ofSums() {
        return new NoisePlan(mechanism, shares, shares, rounds, dataRounds, delta);
    }

    /** What all rounds together cost with a noise multiplier. */
    public double epsilon(double noise) {
        SharedNoise all = SharedNoise.newBuilder()
                .setMechanism(mechanism)
                .setNoiseMultiplier(noise)
                .setLocalSigma(NoisyGrid.DEVIATION_MIN)
                .setShares(shares)
                .setSeen(seen)
                .setDimension(1)
                .setDataRounds(dataRounds)
                .setTreeFirstRound(0)
                .setRounds(rounds)
                .build();
        return ParticipantCosts.epsilon(List.of(all), delta);
    }

    /**
     * The smallest noise multiplier, to four figures, with which all rounds cost at most {@code epsilon}.
     *
     * @throws IllegalArgumentException if none up to a million is enough
     */
    public double noise(double epsilon) {
        if (!(epsilon > 0) || epsilon(NOISE_MAX) > epsilon) {
            throw new IllegalArgumentException("no noise multiplier up to " + (long) NOISE_MAX + " keeps " + rounds
                    + " rounds within epsilon " + epsilon + " at delta " + delta + ": allow more, or run fewer rounds");
        }
        double low = NOISE_MIN;
        double high = NOISE_MAX;
        while (high - low > PRECISION * low) {
            double middle = Math.sqrt(low * high);
            if (epsilon(middle) > epsilon) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
