package io.weir.aggregator.internal.guard;

import io.weir.privacy.identity.Signatures;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.CohortMember;
import io.weir.wire.CommitteeCall;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateShares;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * Which shares lay in the committee topic before the guard's call, as every member found it. So who says that some are missing is
 * right or wrong, and which of them follows from the topic's order alone.
 */
final class DealtShares {
    /** As many as a member looks at. */
    private static final int DEALINGS_MAX = 16;

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final RoundOpened opened;
    private final Map<String, Set<ByteBuffer>> hashes = new HashMap<>();
    private boolean called;

    DealtShares(RoundOpened opened) {
        this.opened = opened;
    }

    /** The guard's own call has been read: what comes later does not count. What to keep of it for a restart. */
    Optional<SpecificRecord> called(CommitteeCall call) {
        if (called) {
            return Optional.empty();
        }
        called = true;
        return Optional.of(CommitteeCall.newBuilder(call).setGroups(List.of()).build());
    }

    /** Whether the guard's own call has been read. */
    boolean isCalled() {
        return called;
    }

    /** Takes in a record of the committee topic, in its order; what to keep of it for a restart. */
    Optional<SpecificRecord> accept(SpecificRecord record) {
        return !called && record instanceof UpdateShares shares && shares.getRound() == opened.getRound()
                ? dealt(shares)
                : Optional.empty();
    }

    private Optional<SpecificRecord> dealt(UpdateShares shares) {
        String participant = shares.getParticipant();
        Optional<CohortMember> member = opened.getCohort().stream()
                .filter(candidate -> candidate.getParticipant().equals(participant))
                .findFirst();
        Set<ByteBuffer> known = hashes.getOrDefault(participant, Set.of());
        byte[] hash = SecureDigests.shares(shares);
        boolean counts = member.isPresent()
                && shares.getFederation().equals(opened.getFederation())
                && !known.contains(ByteBuffer.wrap(hash))
                && known.size() < DEALINGS_MAX
                && Signatures.verify(
                        Bytes.copy(member.get().getPublicKey()),
                        shares.getSignatureAlgorithm(),
                        hash,
                        Bytes.copy(shares.getSignature()));
        if (!counts) {
            return Optional.empty();
        }
        ClosedUpdate kept = new ClosedUpdate(participant, NONE.duplicate(), ByteBuffer.wrap(hash));
        replay(kept);
        return Optional.of(kept);
    }

    /** Takes in what was kept. */
    void replay(SpecificRecord kept) {
        if (kept instanceof ClosedUpdate shares) {
            hashes.computeIfAbsent(shares.getParticipant(), name -> new HashSet<>())
                    .add(shares.getSharesHash());
        } else if (kept instanceof CommitteeCall) {
            called = true;
        }
    }

    boolean contains(ClosedUpdate update) {
        return hashes.getOrDefault(update.getParticipant(), Set.of()).contains(update.getSharesHash());
    }
}
