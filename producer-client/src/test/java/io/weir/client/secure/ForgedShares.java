package io.weir.client.secure;

import io.weir.client.SecureFixtures.Bank;
import io.weir.privacy.field.SecretSharing;
import io.weir.privacy.vss.Dealing;
import io.weir.privacy.vss.DealingContext;
import io.weir.privacy.vss.DealtShare;
import io.weir.privacy.vss.VerifiableSharing;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.RoundOpened;
import io.weir.wire.ShareEnvelope;
import io.weir.wire.UpdateShares;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Shares as a dishonest participant deals them. */
public final class ForgedShares {
    private ForgedShares() {}

    /**
     * Deals a secret of any length.
     *
     * @param change what each member gets instead of its share
     */
    public static UpdateShares deal(
            RoundOpened opened, Bank dealer, List<Bank> committee, int words, UnaryOperator<DealtShare> change) {
        byte[] seed = Digests.configDigest(opened);
        List<String> names = committee.stream().map(Bank::name).toList();
        DealingContext context =
                new DealingContext(opened.getFederation(), opened.getRound(), dealer.name(), "update", names, seed);
        SecretSharing sharing =
                new SecretSharing(names.size(), opened.getSecure().getThreshold());
        Dealing dealing = new VerifiableSharing(sharing, words, context).deal(new long[words], new SecureRandom());
        byte[] purpose = "weir-update-shares-v1".getBytes(StandardCharsets.US_ASCII);
        byte[] info = ByteBuffer.allocate(purpose.length + seed.length)
                .put(purpose)
                .put(seed)
                .array();
        List<ShareEnvelope> envelopes = new ArrayList<>();
        for (DealtShare share : dealing.shares()) {
            Bank member = committee.get(share.member() - 1);
            byte[] aad =
                    SecureDigests.envelope(opened.getFederation(), opened.getRound(), dealer.name(), member.name());
            byte[] sealed = member.keys()
                    .hpke()
                    .publicKey()
                    .seal(info, aad, change.apply(share).toBytes());
            envelopes.add(new ShareEnvelope(member.name(), ByteBuffer.wrap(sealed)));
        }
        return signed(
                dealer,
                UpdateShares.newBuilder()
                        .setFederation(opened.getFederation())
                        .setRound(opened.getRound())
                        .setParticipant(dealer.name())
                        .setEnvelopes(envelopes)
                        .setProof(ByteBuffer.wrap(dealing.proof().toBytes())));
    }

    /** Signs whatever it is. */
    public static UpdateShares signed(Bank signer, UpdateShares.Builder shares) {
        UpdateShares unsigned = shares.setSignatureAlgorithm(signer.identity().signatureAlgorithm())
                .setSignature(ByteBuffer.allocate(0))
                .build();
        return UpdateShares.newBuilder(unsigned)
                .setSignature(ByteBuffer.wrap(signer.identity().sign(SecureDigests.shares(unsigned))))
                .build();
    }
}
