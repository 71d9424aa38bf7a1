package io.weir.privacy.hpke;

import org.bouncycastle.crypto.hpke.HPKE;

/** The one cipher suite, and its sizes in bytes. */
final class Suite {
    /** The encapsulated key that precedes the ciphertext: Nenc in RFC 9180, section 7.1. */
    static final int ENCAPSULATION_BYTES = 32;

    /** AES-GCM's tag, which ends the ciphertext. */
    static final int TAG_BYTES = 16;

    private Suite() {}

    /** A fresh instance: BouncyCastle's holds state. */
    static HPKE create() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM128);
    }
}
