package io.weir.aggregator.audit;

import io.weir.guard.history.History;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.digest.Digests;
import io.weir.wire.ClosedBy;
import io.weir.wire.SealedUpdate;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the records below a round's cuts lead to.
 *
 * @param updates whole and valid updates, by participant
 * @param participantsRoot Merkle root over their commit digests
 * @param cuts by partition, the offset after the last record that led to a report
 * @param closedBy whether the whole cohort was decided at the cuts
 * @param verdict the guard's decision; its time is that of the seal
 * @param remembered what the next round's rule may be told
 * @param failure why nothing would have been summed; empty if the round succeeds
 * @param sums fixed-point sums of the admitted updates, by chunk index; empty if the round fails
 * @param refused records that do not count, by partition and offset
 * @param committee what the verdict says of the committee and its records do not; with any, the verdict is the recorded one
 *     and nothing was summed
 */
public record RecomputedRound(
        List<SealedUpdate> updates,
        byte[] participantsRoot,
        List<Long> cuts,
        ClosedBy closedBy,
        Verdict verdict,
        History remembered,
        Optional<String> failure,
        Map<Integer, long[]> sums,
        List<RefusedRecord> refused,
        List<CommitteeFault> committee) {
    public RecomputedRound {
        updates = List.copyOf(updates);
        cuts = List.copyOf(cuts);
        refused = List.copyOf(refused);
        committee = List.copyOf(committee);
    }

    /** The payload that the aggregator writes for one chunk's sum. */
    public static byte[] payload(long[] sums) {
        return ArrowCodecs.encodeLongs(sums, 0, sums.length);
    }

    /** SHA-256 over the SHA-256 of every slice's payload in chunk order, as the ledger has it; 32 bytes. */
    public byte[] aggregateDigest() {
        ByteBuffer hashes = ByteBuffer.allocate(32 * sums.size());
        sums.values().forEach(sum -> hashes.put(Digests.sha256(payload(sum))));
        return Digests.sha256(hashes.flip());
    }
}
