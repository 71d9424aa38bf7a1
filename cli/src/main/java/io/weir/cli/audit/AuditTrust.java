package io.weir.cli.audit;

import io.weir.client.attested.AttestedRoundCheck;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * What an auditor knows by itself, and need not take from the federation's settings.
 *
 * @param publisher the key that signs the ledger, SubjectPublicKeyInfo, DER; that of the settings if empty
 * @param aggregators keys that sign announcements of rounds and calls of committees; those of the settings if empty
 * @param evidence demanded of the evidence of attested rounds; it is left unverified if this is empty
 */
public record AuditTrust(
        Optional<byte[]> publisher, List<ByteBuffer> aggregators, Optional<AttestedRoundCheck> evidence) {
    public AuditTrust {
        aggregators = List.copyOf(aggregators);
    }

    /** Whatever the settings say. */
    public static AuditTrust settings() {
        return new AuditTrust(Optional.empty(), List.of(), Optional.empty());
    }

    /** The same, with the publisher's key if there is one. */
    public AuditTrust publisher(Optional<byte[]> key) {
        return new AuditTrust(key, aggregators, evidence);
    }

    /** The same, with the aggregator's keys. */
    public AuditTrust aggregators(List<ByteBuffer> keys) {
        return new AuditTrust(publisher, keys, evidence);
    }

    /** The same, with demands on evidence if there are any. */
    public AuditTrust evidence(Optional<AttestedRoundCheck> demanded) {
        return new AuditTrust(publisher, aggregators, demanded);
    }
}
