package io.weir.privacy.attestation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.weir.privacy.hpke.HpkePublicKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What evidence is bound to: the key that opens updates, the program's configuration, and the time. */
public final class ReportData {
    /** Length of report data in every kind of evidence. */
    public static final int BYTES = 64;

    /** Length of the digest of the topology, and of a nonce. */
    public static final int PART_BYTES = 32;

    private static final byte[] DOMAIN = "weir-tee-v1".getBytes(US_ASCII);

    private ReportData() {}

    /**
     * SHA-512("weir-tee-v1" ‖ key ‖ topology digest ‖ nonce); every part has one length, so no two inputs are alike.
     *
     * @param key what updates are sealed for
     * @param topologyDigest 32 bytes: SHA-256 of what the program was configured to do
     * @param nonce 32 bytes that name the epoch, so that evidence of an earlier one does not count
     */
    public static byte[] of(HpkePublicKey key, byte[] topologyDigest, byte[] nonce) {
        require("topology digest", topologyDigest);
        require("nonce", nonce);
        try {
            MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
            sha512.update(DOMAIN);
            sha512.update(key.encoded());
            sha512.update(topologyDigest);
            return sha512.digest(nonce);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-512", e);
        }
    }

    private static void require(String part, byte[] value) {
        if (value.length != PART_BYTES) {
            throw new IllegalArgumentException(
                    "the " + part + " has " + value.length + " bytes: needed are " + PART_BYTES);
        }
    }
}
