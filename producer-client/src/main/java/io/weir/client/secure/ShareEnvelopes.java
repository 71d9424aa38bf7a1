package io.weir.client.secure;

import io.weir.privacy.hpke.HpkeException;
import io.weir.privacy.hpke.HpkeKeyPair;
import io.weir.privacy.hpke.HpkePublicKey;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.vss.Dealing;
import io.weir.privacy.vss.DealtShare;
import io.weir.privacy.vss.ShareFault;
import io.weir.privacy.vss.VerifiableSharing;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.AccusationCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.ShareEnvelope;
import io.weir.wire.UpdateShares;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Seals a share of a participant's secret for each committee member, and opens such an envelope. HPKE's {@code info} is the
 * purpose and the round's seed, its {@code aad} says whose share it is and for whom.
 */
public final class ShareEnvelopes {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ShareEnvelopes() {}

    /**
     * Shares a secret.
     *
     * @param identity who signs
     * @param secret words of the field; stays the caller's, who overwrites it
     * @throws HpkeException if a committee member's key cannot be sealed for
     */
    static UpdateShares seal(HiddenRound round, ParticipantIdentity identity, long[] secret, SecureRandom random) {
        Dealing dealing = round.sharing(identity.name()).deal(secret, random);
        List<ShareEnvelope> envelopes = new ArrayList<>();
        for (DealtShare share : dealing.shares()) {
            String member = round.committee().get(share.member() - 1);
            byte[] plain = share.toBytes();
            byte[] sealed = HpkePublicKey.of(round.hpkeKey(member))
                    .seal(info(round), aad(round, identity.name(), member), plain);
            Arrays.fill(plain, (byte) 0);
            share.close();
            envelopes.add(new ShareEnvelope(member, ByteBuffer.wrap(sealed)));
        }
        return signed(
                round.opened(),
                identity,
                envelopes,
                ByteBuffer.wrap(dealing.proof().toBytes()));
    }

    /** Of an update that hides nothing. */
    static UpdateShares none(HiddenRound round, ParticipantIdentity identity) {
        return signed(round.opened(), identity, List.of(), NOTHING.duplicate());
    }

    private static UpdateShares signed(
            RoundOpened opened, ParticipantIdentity identity, List<ShareEnvelope> envelopes, ByteBuffer proof) {
        UpdateShares.Builder shares = UpdateShares.newBuilder()
                .setFederation(opened.getFederation())
                .setRound(opened.getRound())
                .setParticipant(identity.name())
                .setEnvelopes(envelopes)
                .setProof(proof)
                .setSignatureAlgorithm(identity.signatureAlgorithm())
                .setSignature(NOTHING.duplicate());
        byte[] signature = identity.sign(SecureDigests.shares(shares.build()));
        return shares.setSignature(ByteBuffer.wrap(signature)).build();
    }

    /**
     * Opens a committee member's envelope.
     *
     * @param shares signed by their participant
     * @param member whose envelope, one of the committee
     * @param key the member's
     */
    public static MemberShare open(HiddenRound round, UpdateShares shares, String member, HpkeKeyPair key) {
        String participant = shares.getParticipant();
        int index = round.committee().indexOf(member);
        List<String> named =
                shares.getEnvelopes().stream().map(ShareEnvelope::getMember).toList();
        if (!named.equals(round.committee())) {
            return unusable(
                    shares,
                    AccusationCode.SHARES_MALFORMED,
                    "the envelopes are not one for each member of the committee");
        }
        byte[] plain;
        try {
            byte[] sealed = Bytes.copy(shares.getEnvelopes().get(index).getSealed());
            plain = key.open(info(round), aad(round, participant, member), sealed);
        } catch (HpkeException e) {
            return unusable(shares, AccusationCode.SHARES_SEALED_WRONG, e.getMessage());
        }
        try {
            VerifiableSharing sharing = round.sharing(participant);
            Optional<ShareFault> fault = sharing.fault(Bytes.copy(shares.getProof()), index + 1, plain);
            if (fault.isPresent()) {
                return faulty(shares, fault.get(), sharing);
            }
            try (DealtShare share = DealtShare.fromBytes(plain)) {
                return new MemberShare.Usable(share.share().values());
            }
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * What opens a member's envelope to everyone, as it must to accuse the participant.
     *
     * @return empty if there is no such envelope to open
     */
    public static byte[] disclose(HiddenRound round, UpdateShares shares, String member, HpkeKeyPair key) {
        int index = round.committee().indexOf(member);
        if (index >= shares.getEnvelopes().size()) {
            return new byte[0];
        }
        byte[] sealed = Bytes.copy(shares.getEnvelopes().get(index).getSealed());
        return key.disclose(sealed, aad(round, shares.getParticipant(), member));
    }

    private static MemberShare faulty(UpdateShares shares, ShareFault fault, VerifiableSharing sharing) {
        return switch (fault) {
            case MALFORMED ->
                unusable(
                        shares,
                        AccusationCode.SHARES_MALFORMED,
                        "the share or the proof is none, or of another member, committee or number of secrets; this"
                                + " update has " + sharing.secrets());
            case NOT_COMMITTED ->
                unusable(
                        shares,
                        AccusationCode.SHARES_INCONSISTENT,
                        "the share is not the one that the proof's hash fixes");
            case OFF_POLYNOMIAL ->
                unusable(
                        shares,
                        AccusationCode.SHARES_INCONSISTENT,
                        "the share is not on the polynomials that the proof shows");
        };
    }

    private static MemberShare unusable(UpdateShares shares, AccusationCode code, String detail) {
        return new MemberShare.Unusable(code, detail, Optional.of(shares));
    }

    private static byte[] info(HiddenRound round) {
        return SecureDigests.envelopes(round.seed());
    }

    private static byte[] aad(HiddenRound round, String participant, String member) {
        return SecureDigests.envelope(
                round.opened().getFederation(), round.opened().getRound(), participant, member);
    }
}
