package io.weir.privacy.attestation;

import java.util.Arrays;
import java.util.Optional;

/** Intel's verdict on a firmware version, in its own words. */
public enum TcbStatus {
    UP_TO_DATE("UpToDate"),
    SW_HARDENING_NEEDED("SWHardeningNeeded"),
    CONFIGURATION_NEEDED("ConfigurationNeeded"),
    CONFIGURATION_AND_SW_HARDENING_NEEDED("ConfigurationAndSWHardeningNeeded"),
    OUT_OF_DATE("OutOfDate"),
    OUT_OF_DATE_CONFIGURATION_NEEDED("OutOfDateConfigurationNeeded"),
    REVOKED("Revoked");

    private final String word;

    TcbStatus(String word) {
        this.word = word;
    }

    /** As Intel and policies write it. */
    public String word() {
        return word;
    }

    /** By {@link #word()}. */
    public static Optional<TcbStatus> of(String word) {
        return Arrays.stream(values())
                .filter(status -> status.word.equals(word))
                .findFirst();
    }

    /** What the platform's status becomes if a part of it, the quoting enclave or the TDX module, has another. */
    public TcbStatus with(TcbStatus part) {
        if (this == REVOKED || part == REVOKED) {
            return REVOKED;
        }
        return switch (part) {
            case UP_TO_DATE -> this;
            case OUT_OF_DATE -> needsConfiguration() ? OUT_OF_DATE_CONFIGURATION_NEEDED : OUT_OF_DATE;
            case OUT_OF_DATE_CONFIGURATION_NEEDED, REVOKED -> part;
            case SW_HARDENING_NEEDED, CONFIGURATION_NEEDED, CONFIGURATION_AND_SW_HARDENING_NEEDED -> both(part);
        };
    }

    /** Neither is current; neither is out of date because of the part. */
    private TcbStatus both(TcbStatus part) {
        return switch (this) {
            case UP_TO_DATE -> part;
            case OUT_OF_DATE -> part.needsConfiguration() ? OUT_OF_DATE_CONFIGURATION_NEEDED : this;
            case OUT_OF_DATE_CONFIGURATION_NEEDED, REVOKED -> this;
            case SW_HARDENING_NEEDED, CONFIGURATION_NEEDED, CONFIGURATION_AND_SW_HARDENING_NEEDED ->
                this == part ? this : CONFIGURATION_AND_SW_HARDENING_NEEDED;
        };
    }

    private boolean needsConfiguration() {
        return this == CONFIGURATION_NEEDED
                || this == CONFIGURATION_AND_SW_HARDENING_NEEDED
                || this == OUT_OF_DATE_CONFIGURATION_NEEDED;
    }
}
