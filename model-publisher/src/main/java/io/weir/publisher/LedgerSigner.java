package io.weir.publisher;

import java.util.Optional;

/** Signs ledger records. Given to the publisher by whoever holds the key. */
public interface LedgerSigner {
    /** JCA name of the algorithm, for example {@code Ed25519}. */
    String algorithm();

    /** SubjectPublicKeyInfo, DER: equal to the key in the federation's settings. */
    byte[] publicKey();

    /** The signature of a record's hash. */
    byte[] sign(byte[] hash);

    /** The one who signs nothing: for federations whose settings name no key. */
    static Optional<LedgerSigner> none() {
        return Optional.empty();
    }
}
