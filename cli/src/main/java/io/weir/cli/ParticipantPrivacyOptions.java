package io.weir.cli;

import io.weir.cli.federation.ParticipantPrivacyRequest;
import io.weir.wire.NoiseMechanism;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
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

    @Option(
            names = "--participant-dp-shares",
            paramLabel = "N",
            description =
                    "Honest banks that are sure to be in a sum and share its noise. Default: the smallest sum that is"
                            + " opened with secure aggregation, else 1")
    private Integer shares;

    @Option(
            names = "--participant-dp-clip",
            paramLabel = "C",
            description = "Largest L2 norm of an update before noise. Default: 1")
    private Double clip;

    @Option(
            names = "--participant-dp-quantile",
            paramLabel = "G",
            description = "The clip follows this share of the norms, 0.5 for their median. Default: it stays")
    private Double quantile;

    @Option(
            names = "--participant-dp-mechanism",
            paramLabel = "NAME",
            description =
                    "gaussian: noise of its own for each round; tree: that of a tree over the rounds (DP-FTRL), for"
                            + " data that are new in every round. Default: gaussian")
    private String mechanism;

    @Option(
            names = "--participant-dp-data-rounds",
            paramLabel = "K",
            description = "In how many rounds a bank trains on the same data. Default: in all")
    private Long dataRounds;

    /**
     * What was asked for; empty if nothing was.
     *
     * @throws IllegalArgumentException if an option lacks another, or is unknown
     */
    public Optional<ParticipantPrivacyRequest> request() {
        if (epsilon == null && noise == null) {
            if (delta != null
                    || shares != null
                    || clip != null
                    || quantile != null
                    || mechanism != null
                    || dataRounds != null) {
                throw new IllegalArgumentException("options --participant-dp-* need --participant-dp-epsilon E or"
                        + " --participant-dp-noise Z: without them nothing is private");
            }
            return Optional.empty();
        }
        return Optional.of(new ParticipantPrivacyRequest(
                epsilon == null ? OptionalDouble.empty() : OptionalDouble.of(epsilon),
                delta == null ? ParticipantPrivacyRequest.DELTA : delta,
                noise == null ? OptionalDouble.empty() : OptionalDouble.of(noise),
                shares == null ? OptionalInt.empty() : OptionalInt.of(shares),
                clip == null ? ParticipantPrivacyRequest.CLIP : clip,
                quantile == null ? 0 : quantile,
                mechanism(mechanism),
                dataRounds == null ? 0 : dataRounds));
    }

    /** By its name; gaussian for none. */
    public static NoiseMechanism mechanism(String name) {
        if (name == null || name.equals("gaussian")) {
            return NoiseMechanism.GAUSSIAN;
        }
        if (name.equals("tree")) {
            return NoiseMechanism.TREE;
        }
        throw new IllegalArgumentException("the mechanism is '" + name + "': use gaussian or tree");
    }
}
