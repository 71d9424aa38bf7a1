package io.weir.cli;

import io.weir.cli.federation.ParticipantPrivacyRequest;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Who shares the noise of a sum, and the norm that it hides. */
public final class SharedNoiseOptions {
    @Option(
            names = "--participant-dp-shares",
            paramLabel = "N",
            description =
                    "Honest banks that are sure to be in a sum and share its noise. Default: as many as the smallest sum"
                            + " is made of that anybody sees, 1 if updates are not hidden")
    private Integer shares;

    @Option(
            names = "--participant-dp-clip",
            paramLabel = "C",
            description = "Largest L2 norm of an update before noise. Default: " + ParticipantPrivacyRequest.CLIP)
    private Double clip;

    /** Whether anything was asked for. */
    public boolean isGiven() {
        return shares != null || clip != null;
    }

    /** Empty for what suits everything else. */
    public OptionalInt shares() {
        return shares == null ? OptionalInt.empty() : OptionalInt.of(shares);
    }

    public double clip() {
        return clip == null ? ParticipantPrivacyRequest.CLIP : clip;
    }
}
