package io.weir.privacy.attestation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.weir.privacy.attestation.internal.SimulatorEvidence;
import io.weir.privacy.identity.KeyType;
import io.weir.privacy.identity.ParticipantIdentity;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Plays a trusted execution environment where there is none, for tests and rehearsals. It protects nothing: its evidence says SIMULATOR, and is refused
 * unless a policy names both the kind and this simulator's root.
 */
public final class SimulatedTee implements EvidenceProvider {
    private static final String PROGRAM = "weir simulated aggregator";

    private final ParticipantIdentity root;
    private final byte[] measurement;

    private SimulatedTee(ParticipantIdentity root, byte[] measurement) {
        if (measurement.length != SimulatorEvidence.MEASUREMENT_BYTES) {
            throw new IllegalArgumentException("a simulated measurement has " + SimulatorEvidence.MEASUREMENT_BYTES
                    + " bytes, not " + measurement.length);
        }
        if (!root.signatureAlgorithm().equals(KeyType.ED25519.signatureAlgorithm())) {
            throw new IllegalArgumentException("a simulator's root is an Ed25519 key, not one of "
                    + root.signatureAlgorithm() + ": make one with `weir keys generate`");
        }
        this.root = root;
        this.measurement = measurement.clone();
    }

    /**
     * A simulator with a root of its own.
     *
     * @param measurement what it pretends to have loaded: 48 bytes
     */
    public static SimulatedTee create(byte[] measurement) {
        return of(ParticipantIdentity.generate("simulator", Duration.ofDays(1), Instant.now()), measurement);
    }

    /**
     * A simulator with a root that others may share.
     *
     * @param root its key signs evidence; an Ed25519 key
     * @param measurement what it pretends to have loaded: 48 bytes
     */
    public static SimulatedTee of(ParticipantIdentity root, byte[] measurement) {
        return new SimulatedTee(root, measurement);
    }

    /** What a simulator pretends to have loaded if nobody wants anything else: SHA-384 of a name. */
    public static byte[] measurement() {
        try {
            return MessageDigest.getInstance("SHA-384").digest(PROGRAM.getBytes(US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-384", e);
        }
    }

    /** What a policy must name in {@code roots} to accept this simulator. */
    public String rootPin() {
        return Roots.pin(root.certificate().getPublicKey());
    }

    @Override
    public Evidence report(byte[] reportData) {
        if (reportData.length != ReportData.BYTES) {
            throw new EvidenceException("report data has " + ReportData.BYTES + " bytes, not " + reportData.length);
        }
        return new Evidence(
                Tee.SIMULATOR,
                SimulatorEvidence.make(measurement, reportData, root.publicKey(), root::sign),
                List.of());
    }
}
