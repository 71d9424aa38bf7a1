package io.weir.privacy.attestation;

/**
 * A file that vendors publish beside evidence, read when it is needed: X.509 certificates and revocation lists (DER, PEM, hex), Intel's TCB info and enclave
 * identities (JSON).
 *
 * @param name where it came from, for messages
 * @param content at most {@value #BYTES_MAX} bytes
 */
public record Endorsement(String name, byte[] content) {
    /** Larger files are refused. */
    public static final int BYTES_MAX = 4 << 20;

    /** Checks the size. */
    public Endorsement {
        if (content.length > BYTES_MAX) {
            throw new IllegalArgumentException(
                    name + " has " + content.length + " bytes: allowed are at most " + BYTES_MAX);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
