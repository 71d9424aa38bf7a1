package io.weir.cli.audit;

import io.weir.cli.federation.FederationException;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.MerkleTree;
import io.weir.wire.LedgerRecord;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import io.weir.wire.UpdateCommit;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/** Takes from the topics what a participant needs to check its part in a round by itself. */
final class ProofMaker {
    private final Auditor auditor;

    ProofMaker(Auditor auditor) {
        this.auditor = auditor;
    }

    /**
     * Makes a proof.
     *
     * @throws FederationException if the round led to no version, or is not retained, or the participant was not asked
     */
    Proof proof(String participant, long round) {
        return auditor.with((records, source) -> {
            String named = "round " + round + " of federation '" + auditor.federation() + "' ";
            LedgerRecord ledger = records.ledgerOfRound(round)
                    .map(Located::value)
                    .orElseThrow(() -> new FederationException(named + "led to no version"));
            RoundSealed sealed = records.sealed(round)
                    .map(Located::value)
                    .orElseThrow(() -> new FederationException(named + "has no seal in the rounds topic"));
            Verdict verdict = records.verdict(round)
                    .map(Located::value)
                    .orElseThrow(() -> new FederationException(named + "has no retained verdict"));
            boolean asked = sealed.getOpened().getCohort().stream()
                    .anyMatch(member -> member.getParticipant().equals(participant));
            if (!asked) {
                throw new FederationException(
                        "participant '" + participant + "' was not in the cohort of round " + round);
            }
            Optional<Proof.Inclusion> inclusion = inclusion(participant, sealed);
            Optional<UpdateCommit> commit = inclusion.flatMap(found -> commit(sealed, found.commitDigest(), source));
            return new Proof(participant, ledger, verdict, inclusion, commit);
        });
    }

    private static Optional<Proof.Inclusion> inclusion(String participant, RoundSealed sealed) {
        List<byte[]> leaves = sealed.getUpdates().stream()
                .map(update -> Bytes.copy(update.getCommitDigest()))
                .toList();
        List<String> names =
                sealed.getUpdates().stream().map(SealedUpdate::getParticipant).toList();
        int index = names.indexOf(participant);
        return index < 0
                ? Optional.empty()
                : Optional.of(
                        new Proof.Inclusion(leaves.get(index), index, leaves.size(), MerkleTree.path(leaves, index)));
    }

    private Optional<UpdateCommit> commit(RoundSealed sealed, byte[] digest, AuditSource source) {
        String topic = sealed.getOpened().getTopic();
        if (source.partitions(topic) == 0) {
            return Optional.empty();
        }
        AtomicReference<UpdateCommit> found = new AtomicReference<>();
        source.read(topic, 0, source.beginningOffset(topic, 0), sealed.getCuts().get(0), record -> {
            try {
                SpecificRecord value = auditor.deserializer().deserialize(topic, record.value());
                if (value instanceof UpdateCommit commit
                        && ByteBuffer.wrap(Digests.commitDigest(commit)).equals(ByteBuffer.wrap(digest))) {
                    found.compareAndSet(null, commit);
                }
            } catch (SerializationException e) {
                return; // Not a commit, whatever it is.
            }
        });
        return Optional.ofNullable(found.get());
    }
}
