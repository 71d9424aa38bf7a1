package io.weir.privacy.attestation;

import io.weir.privacy.attestation.internal.SimulatorEvidence;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;

/**
 * Plays a trusted execution environment where there is none, for tests and rehearsals. It protects nothing: its evidence says SIMULATOR, and is refused
 * unless a policy names both the kind and this simulator's root.
 */
public final class SimulatedTee implements EvidenceProvider {
    private final KeyPair keys;
    private final byte[] measurement;

    private SimulatedTee(KeyPair keys, byte[] measurement) {
        this.keys = keys;
        this.measurement = measurement;
    }

    /**
     * A simulator with a root of its own.
     *
     * @param measurement what it pretends to have loaded: 48 bytes
     */
    public static SimulatedTee create(byte[] measurement) {
        if (measurement.length != SimulatorEvidence.MEASUREMENT_BYTES) {
            throw new IllegalArgumentException("a simulated measurement has " + SimulatorEvidence.MEASUREMENT_BYTES
                    + " bytes, not " + measurement.length);
        }
        try {
            return new SimulatedTee(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), measurement.clone());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519", e);
        }
    }

    /** What a policy must name in {@code roots} to accept this simulator. */
    public String rootPin() {
        return Roots.pin(keys.getPublic());
    }

    @Override
    public Evidence report(byte[] reportData) {
        if (reportData.length != ReportData.BYTES) {
            throw new EvidenceException("report data has " + ReportData.BYTES + " bytes, not " + reportData.length);
        }
        return new Evidence(
                Tee.SIMULATOR,
                SimulatorEvidence.make(measurement, reportData, keys.getPublic(), keys.getPrivate()),
                List.of());
    }
}
