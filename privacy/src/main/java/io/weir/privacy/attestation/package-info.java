/**
 * Attestation evidence of trusted execution environments, appraised by the relying party itself (RATS, RFC 9334): AMD SEV-SNP reports, Intel TDX and SGX
 * quotes (DCAP), and a simulator's evidence that is labelled as such. Everything that a verdict depends on is an argument; nothing is fetched, no clock read.
 */
package io.weir.privacy.attestation;
