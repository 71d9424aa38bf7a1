package io.weir.aggregator.internal.guard;

import io.weir.aggregator.internal.HiddenRound;
import io.weir.privacy.hpke.Disclosed;
import io.weir.privacy.hpke.HpkePublicKey;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.Accusation;
import io.weir.wire.AccusationCode;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.RoundOpened;
import io.weir.wire.ShareEnvelope;
import io.weir.wire.UpdateShares;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds out who lies, the accused or the accuser, from what the accuser shows and what lies in the topic. Nothing of it is secret,
 * and nobody's word counts.
 */
final class AccusationCheck {
    private final RoundOpened opened;
    private final HiddenRound round;
    private final List<ClosedUpdate> called;
    private final Predicate<ClosedUpdate> dealt;

    /**
     * Of one call.
     *
     * @param called the updates that members were asked to look at
     * @param dealt whether an update's shares lay in the topic before the call
     */
    AccusationCheck(RoundOpened opened, List<ClosedUpdate> called, Predicate<ClosedUpdate> dealt) {
        this.opened = opened;
        this.round = HiddenRound.of(opened).orElseThrow();
        this.called = called;
        this.dealt = dealt;
    }

    /** Why the accuser is wrong, for people; empty if the accused is. */
    Optional<String> refuted(String member, Accusation accusation) {
        Optional<ClosedUpdate> accused = called.stream()
                .filter(update -> update.getParticipant().equals(accusation.getParticipant()))
                .findFirst();
        if (accused.isEmpty()) {
            return Optional.of("the call did not name it");
        }
        if (accusation.getCode() == AccusationCode.SHARES_MISSING) {
            return dealt.test(accused.get())
                    ? Optional.of("its shares lay in the committee topic before the call")
                    : Optional.empty();
        }
        UpdateShares found = accusation.getShares();
        if (found == null
                || !ByteBuffer.wrap(SecureDigests.shares(found))
                        .equals(accused.get().getSharesHash())) {
            return Optional.of("the shares that should show it are not those that its commit names");
        }
        return refuted(member, found, Bytes.copy(accusation.getDisclosure()));
    }

    private Optional<String> refuted(String member, UpdateShares found, byte[] disclosure) {
        List<String> committee = opened.getSecure().getCommittee();
        List<String> named =
                found.getEnvelopes().stream().map(ShareEnvelope::getMember).toList();
        if (!named.equals(committee)) {
            return Optional.empty();
        }
        int index = committee.indexOf(member);
        byte[] aad = SecureDigests.envelope(opened.getFederation(), opened.getRound(), found.getParticipant(), member);
        Disclosed disclosed = key(member)
                .disclosed(
                        SecureDigests.envelopes(round.seed()),
                        aad,
                        Bytes.copy(found.getEnvelopes().get(index).getSealed()),
                        disclosure,
                        aad);
        if (disclosed instanceof Disclosed.Unproven) {
            return Optional.of("it did not show what lay in its envelope");
        }
        if (disclosed instanceof Disclosed.Opened share
                && round.sharing(found.getParticipant())
                        .fault(Bytes.copy(found.getProof()), index + 1, share.message())
                        .isEmpty()) {
            return Optional.of("the share in its envelope, which it opened to everyone, fits");
        }
        return Optional.empty();
    }

    private HpkePublicKey key(String member) {
        return opened.getSecure().getKeys().stream()
                .filter(keys -> keys.getParticipant().equals(member))
                .map(ParticipantKeys::getHpkeKey)
                .map(key -> HpkePublicKey.of(Bytes.copy(key)))
                .findFirst()
                .orElseThrow();
    }
}
