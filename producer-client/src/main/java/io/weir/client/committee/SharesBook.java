package io.weir.client.committee;

import io.weir.client.secure.HiddenRound;
import io.weir.client.secure.MemberShare;
import io.weir.client.secure.ShareEnvelopes;
import io.weir.privacy.hpke.HpkeKeyPair;
import io.weir.privacy.identity.Signatures;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.AccusationCode;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.UpdateShares;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A member's shares of one round, opened and checked as they come. Only what a participant signed is kept: whoever could put
 * shares into another's name would open the rest of a sum.
 */
final class SharesBook {
    /** A participant that trains again after a crash deals again; more than this is a flood. */
    private static final int DEALINGS_MAX = 16;

    private static final MemberShare NOTHING_HIDDEN = new MemberShare.Usable(new long[0]);

    private final HiddenRound round;
    private final String member;
    private final HpkeKeyPair key;
    private final Map<String, Map<ByteBuffer, MemberShare>> shares = new HashMap<>();

    SharesBook(HiddenRound round, String member, HpkeKeyPair key) {
        this.round = round;
        this.member = member;
        this.key = key;
    }

    void add(UpdateShares dealt) {
        Optional<byte[]> publicKey = round.publicKey(dealt.getParticipant());
        if (publicKey.isEmpty() || !round.hides()) {
            return;
        }
        byte[] hash = SecureDigests.shares(dealt);
        Map<ByteBuffer, MemberShare> known =
                shares.computeIfAbsent(dealt.getParticipant(), name -> new LinkedHashMap<>());
        if (known.containsKey(ByteBuffer.wrap(hash)) || known.size() >= DEALINGS_MAX) {
            return;
        }
        byte[] signature = Bytes.copy(dealt.getSignature());
        if (Signatures.verify(publicKey.get(), dealt.getSignatureAlgorithm(), hash, signature)) {
            known.put(ByteBuffer.wrap(hash), ShareEnvelopes.open(round, dealt, member, key));
        }
    }

    /** What the member has of an update. */
    MemberShare of(ClosedUpdate update) {
        if (!round.hides()) {
            return NOTHING_HIDDEN;
        }
        MemberShare found =
                shares.getOrDefault(update.getParticipant(), Map.of()).get(update.getSharesHash());
        return found != null
                ? found
                : new MemberShare.Unusable(
                        AccusationCode.SHARES_MISSING,
                        "no shares with that hash and the participant's signature came before the call",
                        Optional.empty());
    }

    /** Overwrites every share. */
    void forget() {
        shares.values().forEach(known -> known.values().forEach(share -> {
            if (share instanceof MemberShare.Usable usable) {
                usable.close();
            }
        }));
        shares.clear();
    }
}
