package io.weir.privacy.attestation.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.weir.privacy.attestation.AttestationPolicy;
import io.weir.privacy.attestation.Facts;
import io.weir.privacy.attestation.Reason;
import io.weir.privacy.attestation.Roots;
import io.weir.privacy.attestation.Tee;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A simulator's evidence: magic, measurement (48), report data (64), public key (44), Ed25519 signature of all before it (64). */
public record SimulatorEvidence(
        String measurement, String reportData, byte[] publicKey, byte[] signed, byte[] signature)
        implements EvidenceBytes {
    /** Length of a measurement, as SEV-SNP and TDX have it. */
    public static final int MEASUREMENT_BYTES = 48;

    private static final byte[] MAGIC = "WEIR-SIMULATOR-1".getBytes(US_ASCII);
    private static final String ED25519 = "Ed25519";
    private static final int KEY_BYTES = 44;
    private static final int REPORT_DATA_BYTES = 64;

    static boolean recognises(byte[] bytes) {
        return bytes.length >= MAGIC.length && Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length));
    }

    static SimulatorEvidence parse(byte[] bytes) throws Refusal {
        ByteReader in = new ByteReader(bytes);
        in.skip("magic", MAGIC.length);
        String measurement = HexFormat.of().formatHex(in.bytes("measurement", MEASUREMENT_BYTES));
        String reportData = HexFormat.of().formatHex(in.bytes("report data", REPORT_DATA_BYTES));
        byte[] key = in.bytes("public key", KEY_BYTES);
        byte[] signed = Arrays.copyOf(bytes, in.position());
        byte[] signature = in.bytes("signature", in.remaining());
        return new SimulatorEvidence(measurement, reportData, key, signed, signature);
    }

    /** Makes evidence. */
    public static byte[] make(byte[] measurement, byte[] reportData, byte[] publicKey, UnaryOperator<byte[]> signer) {
        byte[] signed = ByteBuffer.allocate(MAGIC.length + MEASUREMENT_BYTES + REPORT_DATA_BYTES + KEY_BYTES)
                .put(MAGIC)
                .put(measurement)
                .put(reportData)
                .put(publicKey)
                .array();
        byte[] signature = signer.apply(signed);
        return ByteBuffer.allocate(signed.length + signature.length)
                .put(signed)
                .put(signature)
                .array();
    }

    @Override
    public Tee tee() {
        return Tee.SIMULATOR;
    }

    @Override
    public Facts appraise(EndorsementPool pool, AttestationPolicy policy, Instant at) throws Refusal {
        Claims.measurement(policy, measurement);
        Claims.reportData(policy, reportData);
        PublicKey key = key();
        if (!policy.roots().contains(Roots.pin(key))) {
            throw new Refusal(
                    Reason.UNTRUSTED_ROOT,
                    "the simulator's key " + Roots.pin(key) + " is not pinned by the policy: name it in roots");
        }
        if (!verifies(key)) {
            throw new Refusal(
                    Reason.EVIDENCE_SIGNATURE, "the simulator's evidence does not bear its signature: it was changed");
        }
        return new Facts(
                Tee.SIMULATOR,
                "simulator: protects nothing",
                measurement,
                reportData,
                Map.of(),
                Optional.empty(),
                List.of(),
                List.of("hardware"));
    }

    private PublicKey key() throws Refusal {
        try {
            return KeyFactory.getInstance(ED25519).generatePublic(new X509EncodedKeySpec(publicKey));
        } catch (GeneralSecurityException e) {
            throw new Refusal(Reason.MALFORMED_EVIDENCE, "the simulator's evidence holds no Ed25519 key");
        }
    }

    private boolean verifies(PublicKey key) {
        try {
            Signature verifier = Signature.getInstance(ED25519);
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
