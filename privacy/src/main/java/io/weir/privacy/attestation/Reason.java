package io.weir.privacy.attestation;

/** Why evidence is refused; docs/how-to/verify-evidence.md says what to do about each. */
public enum Reason {
    /** Not the bytes of a report or quote: cut off, too long, or lengths that contradict one another. */
    MALFORMED_EVIDENCE,
    /** A report or quote of a version, key type or vendor that is not known here. */
    UNSUPPORTED_EVIDENCE,
    /** The policy does not accept this kind of evidence. */
    TEE_NOT_ACCEPTED,
    /** The measurement, or a runtime register, is none that the policy lists. */
    MEASUREMENT_MISMATCH,
    /** The evidence was made for other report data: another key, another round, or a replay. */
    REPORT_DATA_MISMATCH,
    /** Whoever runs the host can read the memory of the environment. */
    DEBUG_ENABLED,
    /** The environment may be moved by a migration agent that the evidence says nothing about. */
    MIGRATION_ENABLED,
    /** The report was asked for at a privilege level (VMPL) that the policy does not accept. */
    VMPL_NOT_ACCEPTED,
    /** A security attribute of the environment is not as the policy wants it. */
    ATTRIBUTES_NOT_ACCEPTED,
    /** The firmware is older than the policy's minimum. */
    TCB_BELOW_MINIMUM,
    /** The versions that the report names contradict one another. */
    TCB_INCONSISTENT,
    /** A given file is no certificate, revocation list or collateral. */
    MALFORMED_ENDORSEMENT,
    /** A certificate of the chain is not among the given ones. */
    CERTIFICATE_MISSING,
    /** A certificate of the chain is not signed by the one above it, or may not sign certificates. */
    CERTIFICATE_SIGNATURE,
    /** A certificate of the chain is expired or not valid yet. */
    CERTIFICATE_EXPIRED,
    /** The certificate belongs to another processor, another product, or another firmware version. */
    CERTIFICATE_MISMATCH,
    /** The chain ends in a root that is not pinned. */
    UNTRUSTED_ROOT,
    /** A certificate of the chain was revoked by its issuer. */
    CERTIFICATE_REVOKED,
    /** A revocation list that the policy requires is not among the given files. */
    CRL_MISSING,
    /** A revocation list is not signed by the issuer that it names. */
    CRL_SIGNATURE,
    /** A revocation list is expired or not valid yet. */
    CRL_EXPIRED,
    /** The report or quote does not bear the signature of the attestation key. */
    EVIDENCE_SIGNATURE,
    /** The quoting enclave did not vouch for this attestation key. */
    ATTESTATION_KEY_MISMATCH,
    /** The quoting enclave's report is not signed by the processor's key. */
    QE_REPORT_SIGNATURE,
    /** The quoting enclave is not Intel's, by the signed identity. */
    QE_IDENTITY_MISMATCH,
    /** The TDX module is not Intel's, by the signed identity. */
    TDX_MODULE_MISMATCH,
    /** Signed collateral (TCB info or enclave identity) for this processor is not among the given files. */
    COLLATERAL_MISSING,
    /** Collateral does not bear the signature of Intel's TCB signing key. */
    COLLATERAL_SIGNATURE,
    /** Collateral is expired, not issued yet, or of an older evaluation than the policy wants. */
    COLLATERAL_EXPIRED,
    /** No level of the TCB info or of an identity is reached: Intel has no status for the firmware, not even OutOfDate. */
    TCB_NOT_SUPPORTED,
    /** Intel's status of this firmware is none that the policy accepts. */
    TCB_STATUS_NOT_ACCEPTED
}
