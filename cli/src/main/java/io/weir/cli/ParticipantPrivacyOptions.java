package io.weir.cli;

import io.weir.cli.federation.ParticipantPrivacyRequest;
import io.weir.wire.NoiseMechanism;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for differential privacy of whole participants. */
public final class ParticipantPrivacyOptions {
    @Option(
            names = "--participant-dp-epsilon",
            paramLabel = "E",
            description =
                    "Banks add noise that hides whether a bank's data took part at all: each spends at most (E, D) in"
                            + " all rounds together.")
    private Double epsilon;

    @Option(
            names = "--participant-dp-delta",
            paramLabel = "D",
            description = "With --participant-dp-epsilon or -noise. Default: 1e-5")
    private Double delta;

    @Option(
            names = "--participant-dp-noise",
            paramLabel = "Z",
            description = "Deviation of the whole noise of a sum, in units of the clip. Default: what E needs")
    private Double noise;

    @Mixin
    private SharedNoiseOptions shared;

    @Option(
            names = "--participant-dp-quantile",
            paramLabel = "G",
            description = "The clip follows this share of the norms, 0.5 for their median. Default: it stays")
    private Double quantile;

    @Option(
            names = "--participant-dp-mechanism",
            paramLabel = "NAME",
            converter = NoiseMechanismName.class,
            description = NoiseMechanismName.DESCRIPTION)
    private NoiseMechanism mechanism;

    @Option(names = "--participant-dp-data-rounds", paramLabel = "K", description = NoiseMechanismName.DATA_ROUNDS)
    private Long dataRounds;

    /** Whether noise was asked for. */
    public boolean isGiven() {
        return epsilon != null || noise != null;
    }

    /**
     * What was asked for; empty if nothing was.
     *
     * @param publicStatistics whether the operator says that round 0 may be public
     * @throws IllegalArgumentException if an option lacks another
     */
    public Optional<ParticipantPrivacyRequest> request(boolean publicStatistics) {
        if (!isGiven()) {
            if (delta != null || shared.isGiven() || quantile != null || mechanism != null || dataRounds != null) {
                throw new IllegalArgumentException("options --participant-dp-* need --participant-dp-epsilon E or"
                        + " --participant-dp-noise Z: without them nothing is private");
            }
            return Optional.empty();
        }
        return Optional.of(new ParticipantPrivacyRequest(
                epsilon == null ? OptionalDouble.empty() : OptionalDouble.of(epsilon),
                delta == null ? ParticipantPrivacyRequest.DELTA : delta,
                noise == null ? OptionalDouble.empty() : OptionalDouble.of(noise),
                shared.shares(),
                shared.clip(),
                quantile == null ? 0 : quantile,
                mechanism == null ? NoiseMechanism.GAUSSIAN : mechanism,
                dataRounds == null ? 0 : dataRounds,
                publicStatistics));
    }
}
