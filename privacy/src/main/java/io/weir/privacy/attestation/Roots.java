package io.weir.privacy.attestation;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.Set;

/** The vendors' root keys, each pinned by the SHA-256 of its SubjectPublicKeyInfo. */
public final class Roots {
    /** AMD's ARK-Milan, RSA-4096. */
    public static final String AMD_MILAN = "9f056bee44377e29308cb5ffa895bdfb62d18881fa6bed8d6f075b0204089cb9";
    /** AMD's ARK-Genoa, RSA-4096; also of Bergamo and Siena. */
    public static final String AMD_GENOA = "429a69c9422aa258ee4d8db5fcda9c6470ef15f8cd5a9cebd6cbc7d90b863831";
    /** AMD's ARK-Turin, RSA-4096. */
    public static final String AMD_TURIN = "4f125410563a2ab9a50356f9243f6fe0b6f73de98603f53f90339c70e9d7ad08";
    /** Intel's SGX Root CA, P-256; also of TDX. */
    public static final String INTEL_SGX = "a0af031289f5d5d4132f9186068a7fc13628633ba235777472e29b6b6c67a49e";

    /** All of them. */
    public static final Set<String> VENDORS = Set.of(AMD_MILAN, AMD_GENOA, AMD_TURIN, INTEL_SGX);

    private Roots() {}

    /** The pin of a key: lower-case hex. */
    public static String pin(PublicKey key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
