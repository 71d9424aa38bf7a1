package io.weir.privacy.attestation;

import java.util.Arrays;
import java.util.Optional;

/** What made a piece of evidence. */
public enum Tee {
    /** AMD Secure Encrypted Virtualization with secure nested paging: a confidential virtual machine. */
    SEV_SNP("sev-snp"),
    /** Intel Trust Domain Extensions: a confidential virtual machine. */
    TDX("tdx"),
    /** Intel Software Guard Extensions: an enclave inside a process. */
    SGX("sgx"),
    /** No hardware at all: software that plays the part, for tests and rehearsals. Protects nothing. */
    SIMULATOR("simulator");

    private final String word;

    Tee(String word) {
        this.word = word;
    }

    /** As policies write it. */
    public String word() {
        return word;
    }

    /** By {@link #word()}. */
    static Optional<Tee> of(String word) {
        return Arrays.stream(values()).filter(tee -> tee.word.equals(word)).findFirst();
    }
}
