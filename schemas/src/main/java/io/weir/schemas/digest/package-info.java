/** Canonical transcripts and their SHA-256 digests, and Merkle trees: what signatures and the ledger cover. */
package io.weir.schemas.digest;
