package io.weir.client.committee;

import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.Accusation;
import io.weir.wire.CloseAck;
import io.weir.wire.CommitteeRefusal;
import io.weir.wire.CommitteeRefusalCode;
import io.weir.wire.OpenedShares;
import io.weir.wire.ShareCheck;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** What a member publishes in one round, signed. */
final class MemberRecords {
    private static final ByteBuffer UNSIGNED = ByteBuffer.allocate(0);

    private final String federation;
    private final long round;
    private final ParticipantIdentity identity;

    MemberRecords(String federation, long round, ParticipantIdentity identity) {
        this.federation = federation;
        this.round = round;
        this.identity = identity;
    }

    ShareCheck check(byte[] callDigest, List<Accusation> accusations) {
        ShareCheck.Builder check = ShareCheck.newBuilder()
                .setFederation(federation)
                .setRound(round)
                .setMember(identity.name())
                .setCallDigest(ByteBuffer.wrap(callDigest))
                .setAccusations(accusations)
                .setSignatureAlgorithm(identity.signatureAlgorithm())
                .setSignature(UNSIGNED.duplicate());
        return check.setSignature(sign(SecureDigests.check(check.build()))).build();
    }

    CloseAck ack(int group, ByteBuffer closeDigest) {
        CloseAck unsigned = new CloseAck(
                federation,
                round,
                group,
                identity.name(),
                closeDigest,
                identity.signatureAlgorithm(),
                UNSIGNED.duplicate());
        return CloseAck.newBuilder(unsigned)
                .setSignature(sign(SecureDigests.ack(unsigned)))
                .build();
    }

    /** @param words of the field, written little-endian */
    OpenedShares opened(int group, ByteBuffer closeDigest, long[] words) {
        ByteBuffer shares = ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        shares.asLongBuffer().put(words);
        OpenedShares unsigned = new OpenedShares(
                federation,
                round,
                group,
                identity.name(),
                closeDigest,
                ByteBuffer.wrap(shares.array()),
                identity.signatureAlgorithm(),
                UNSIGNED.duplicate());
        return OpenedShares.newBuilder(unsigned)
                .setSignature(sign(SecureDigests.opened(unsigned)))
                .build();
    }

    CommitteeRefusal refusal(int group, ByteBuffer closeDigest, CommitteeRefusalCode code, String detail) {
        CommitteeRefusal unsigned = new CommitteeRefusal(
                federation,
                round,
                group,
                identity.name(),
                closeDigest,
                code,
                detail,
                identity.signatureAlgorithm(),
                UNSIGNED.duplicate());
        return CommitteeRefusal.newBuilder(unsigned)
                .setSignature(sign(SecureDigests.refusal(unsigned)))
                .build();
    }

    private ByteBuffer sign(byte[] digest) {
        return ByteBuffer.wrap(identity.sign(digest));
    }
}
