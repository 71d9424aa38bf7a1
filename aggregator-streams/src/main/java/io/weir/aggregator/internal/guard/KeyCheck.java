package io.weir.aggregator.internal.guard;

import io.weir.privacy.hpke.HpkeException;
import io.weir.privacy.hpke.HpkePublicKey;
import io.weir.privacy.identity.Signatures;
import io.weir.privacy.mask.MaskKey;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.CohortMember;
import io.weir.wire.ParticipantKeys;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which members' keys can be used: signed by them, valid, and keys that others can agree with. One that they could not, a
 * point of small order for one, would keep everybody else from hiding an update.
 */
final class KeyCheck {
    private static final int REMEMBERED = 4096;
    private static final byte[] PROBE = new byte[32];

    /** By digest and signature, under whose key: agreeing with a key takes a while, and rounds are many. */
    private final Map<List<ByteBuffer>, Boolean> known = new HashMap<>();

    /** The members whose keys can be used now. */
    List<CohortMember> usable(
            List<CohortMember> cohort, Map<String, ParticipantKeys> keys, String federation, long nowMs) {
        return cohort.stream()
                .filter(member -> {
                    ParticipantKeys of = keys.get(member.getParticipant());
                    return of != null
                            && of.getFederation().equals(federation)
                            && of.getParticipant().equals(member.getParticipant())
                            && of.getNotBeforeMs() <= nowMs
                            && nowMs <= of.getNotAfterMs()
                            && isSound(member, of);
                })
                .toList();
    }

    private boolean isSound(CohortMember member, ParticipantKeys keys) {
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        byte[] digest = SecureDigests.keys(keys);
        List<ByteBuffer> id = List.of(ByteBuffer.wrap(digest), keys.getSignature(), member.getPublicKey());
        return known.computeIfAbsent(
                id,
                unknown -> Signatures.verify(
                                Bytes.copy(member.getPublicKey()),
                                keys.getSignatureAlgorithm(),
                                digest,
                                Bytes.copy(keys.getSignature()))
                        && canBeAgreedWith(keys));
    }

    private static boolean canBeAgreedWith(ParticipantKeys keys) {
        try {
            HpkePublicKey.of(Bytes.copy(keys.getHpkeKey())).seal(PROBE, PROBE, PROBE);
            MaskKey.generate("probe").seedWith(keys.getParticipant(), Bytes.copy(keys.getMaskKey()), PROBE);
            return true;
        } catch (HpkeException | IllegalArgumentException e) {
            return false;
        }
    }
}
