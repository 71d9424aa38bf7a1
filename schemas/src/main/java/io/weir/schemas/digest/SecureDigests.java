package io.weir.schemas.digest;

import io.weir.wire.Accusation;
import io.weir.wire.CloseAck;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.CommitteeCall;
import io.weir.wire.CommitteeRefusal;
import io.weir.wire.GroupOpening;
import io.weir.wire.OpenedShares;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureRound;
import io.weir.wire.ShareCheck;
import io.weir.wire.UpdateShares;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Digests of secure aggregation's records: what is signed, and what names a list of updates. */
public final class SecureDigests {
    private static final byte[] ENVELOPES = "weir-update-shares-v1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private SecureDigests() {}

    /** What a participant signs to publish its keys: every field but the signature. */
    public static byte[] keys(ParticipantKeys keys) {
        return new Transcript("weir-participant-keys-v1")
                .text(keys.getFederation())
                .text(keys.getParticipant())
                .bytes(keys.getHpkeKey())
                .bytes(keys.getMaskKey())
                .number(keys.getCommittee() ? 1 : 0)
                .number(keys.getNotBeforeMs())
                .number(keys.getNotAfterMs())
                .text(keys.getSignatureAlgorithm())
                .digest();
    }

    static void round(Transcript transcript, SecureRound round) {
        transcript
                .text(round.getBackend().name())
                .number(round.getValueBits())
                .list(round.getKeys(), (t, k) -> t.bytes(ByteBuffer.wrap(keys(k)))
                        .bytes(k.getSignature()))
                .list(round.getCommittee(), Transcript::text)
                .number(round.getThreshold())
                .list(round.getGroups(), (t, g) -> t.list(g.getParticipants(), Transcript::text))
                .number(round.getGroupMin())
                .number(round.getNeighbours());
    }

    /** What a commit names its shares by, and what the participant signs: every field but the signature. */
    public static byte[] shares(UpdateShares shares) {
        return new Transcript("weir-update-shares-v1")
                .text(shares.getFederation())
                .number(shares.getRound())
                .text(shares.getParticipant())
                .list(shares.getEnvelopes(), (t, e) -> t.text(e.getMember()).bytes(e.getSealed()))
                .bytes(shares.getProof())
                .text(shares.getSignatureAlgorithm())
                .digest();
    }

    /** What every envelope of a round is for: the {@code info} of HPKE. */
    public static byte[] envelopes(byte[] configDigest) {
        return ByteBuffer.allocate(ENVELOPES.length + configDigest.length)
                .put(ENVELOPES)
                .put(configDigest)
                .array();
    }

    /** What an envelope is sealed with: whose shares it holds, for whom. */
    public static byte[] envelope(String federation, long round, String participant, String member) {
        return new Transcript("weir-share-envelope-v1")
                .text(federation)
                .number(round)
                .text(participant)
                .text(member)
                .digest();
    }

    /** What names a call. */
    public static byte[] call(CommitteeCall call, byte[] configDigest) {
        return new Transcript("weir-committee-call-v1")
                .text(call.getFederation())
                .number(call.getRound())
                .text(call.getStage().name())
                .bytes(ByteBuffer.wrap(configDigest))
                .list(call.getGroups(), (t, group) -> t.list(group, SecureDigests::update))
                .digest();
    }

    /** What an aggregator signs to call a committee: every field but the signature. */
    public static byte[] signedCall(CommitteeCall call, byte[] configDigest) {
        return new Transcript("weir-signed-call-v1")
                .bytes(ByteBuffer.wrap(call(call, configDigest)))
                .number(call.getCalledAtMs())
                .number(call.getDeadlineMs())
                .text(call.getSignatureAlgorithm())
                .digest();
    }

    /** What an aggregator signs to announce a round: every field but the signature. */
    public static byte[] announcement(RoundOpened opened) {
        SecureRound secure = opened.getSecure();
        return new Transcript("weir-round-opened-v1")
                .bytes(ByteBuffer.wrap(Digests.configDigest(opened)))
                .text(opened.getTopic())
                .number(opened.getChunkCount())
                .number(opened.getOpenedAtMs())
                .number(opened.getDeadlineMs())
                .number(secure == null ? 0 : secure.getCommitteeTimeoutMs())
                .text(opened.getSignatureAlgorithm())
                .digest();
    }

    /** What names the updates of one group that are to be summed. */
    public static byte[] close(
            String federation, long round, int group, List<ClosedUpdate> updates, byte[] configDigest) {
        return new Transcript("weir-close-v1")
                .text(federation)
                .number(round)
                .number(group)
                .bytes(ByteBuffer.wrap(configDigest))
                .list(updates, SecureDigests::update)
                .digest();
    }

    private static void update(Transcript t, ClosedUpdate update) {
        t.text(update.getParticipant()).bytes(update.getCommitDigest()).bytes(update.getSharesHash());
    }

    /** What a member signs. */
    public static byte[] check(ShareCheck check) {
        return new Transcript("weir-share-check-v2")
                .text(check.getFederation())
                .number(check.getRound())
                .text(check.getMember())
                .bytes(check.getCallDigest())
                .list(check.getAccusations(), SecureDigests::accusation)
                .text(check.getSignatureAlgorithm())
                .digest();
    }

    private static void accusation(Transcript t, Accusation accusation) {
        UpdateShares found = accusation.getShares();
        t.text(accusation.getParticipant())
                .text(accusation.getCode().name())
                .text(accusation.getDetail())
                .bytes(ByteBuffer.wrap(found == null ? NOTHING : shares(found)))
                .bytes(accusation.getDisclosure());
    }

    /** What a member signs, once for each round and group. */
    public static byte[] ack(CloseAck ack) {
        return new Transcript("weir-close-ack-v1")
                .text(ack.getFederation())
                .number(ack.getRound())
                .number(ack.getGroup())
                .text(ack.getMember())
                .bytes(ack.getCloseDigest())
                .text(ack.getSignatureAlgorithm())
                .digest();
    }

    /** What a member signs. */
    public static byte[] opened(OpenedShares shares) {
        return new Transcript("weir-opened-shares-v1")
                .text(shares.getFederation())
                .number(shares.getRound())
                .number(shares.getGroup())
                .text(shares.getMember())
                .bytes(shares.getCloseDigest())
                .bytes(shares.getShares())
                .text(shares.getSignatureAlgorithm())
                .digest();
    }

    /** What a member signs. */
    public static byte[] refusal(CommitteeRefusal refusal) {
        return new Transcript("weir-committee-refusal-v1")
                .text(refusal.getFederation())
                .number(refusal.getRound())
                .number(refusal.getGroup())
                .text(refusal.getMember())
                .bytes(refusal.getCloseDigest())
                .text(refusal.getCode().name())
                .text(refusal.getDetail())
                .text(refusal.getSignatureAlgorithm())
                .digest();
    }

    static void opening(Transcript t, GroupOpening opening) {
        t.number(opening.getGroup())
                .list(opening.getParticipants(), Transcript::text)
                .bytes(opening.getCloseDigest())
                .list(opening.getMembers(), Transcript::text)
                .bytes(opening.getKeys());
    }
}
