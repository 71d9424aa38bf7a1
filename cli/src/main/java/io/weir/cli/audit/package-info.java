/** Verifies a federation's records: ledger, models, rounds computed again from their topics, proofs for participants. */
package io.weir.cli.audit;
