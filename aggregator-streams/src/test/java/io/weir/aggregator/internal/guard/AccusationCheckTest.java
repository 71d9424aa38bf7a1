package io.weir.aggregator.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.internal.HiddenRound;
import io.weir.aggregator.testkit.Federation;
import io.weir.privacy.field.Share;
import io.weir.privacy.hpke.HpkeKeyPair;
import io.weir.privacy.vss.Dealing;
import io.weir.privacy.vss.DealtShare;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.Accusation;
import io.weir.wire.AccusationCode;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureGroup;
import io.weir.wire.SecureRound;
import io.weir.wire.ShareEnvelope;
import io.weir.wire.UpdateShares;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Bank A deals, bank B is a member of the committee and accuses it. */
class AccusationCheckTest {
    private static final String DEALER = "bank-a";
    private static final String ACCUSER = "bank-b";
    /** The own seed and those of two neighbours. */
    private static final int SECRET_WORDS = 15;

    private final Federation federation = new Federation(3, 10, 4);
    private final Map<String, HpkeKeyPair> keys = new HashMap<>();
    private final RoundOpened opened = opened();
    private final byte[] seed = Digests.configDigest(opened);

    private RoundOpened opened() {
        List<String> banks = federation.banks();
        banks.forEach(bank -> keys.put(bank, HpkeKeyPair.generate()));
        SecureRound secure = SecureRound.newBuilder()
                .setBackend(SecureBackend.MASK)
                .setValueBits(20)
                .setKeys(banks.stream().map(this::published).toList())
                .setCommittee(banks)
                .setThreshold(2)
                .setGroups(List.of(new SecureGroup(banks)))
                .setGroupMin(2)
                .setNeighbours(0)
                .setCommitteeTimeoutMs(1000)
                .build();
        return RoundOpened.newBuilder(federation.opened(1, 1)).setSecure(secure).build();
    }

    private ParticipantKeys published(String bank) {
        return ParticipantKeys.newBuilder()
                .setFederation(Federation.NAME)
                .setParticipant(bank)
                .setHpkeKey(ByteBuffer.wrap(keys.get(bank).publicKey().encoded()))
                .setMaskKey(ByteBuffer.allocate(0))
                .setCommittee(true)
                .setNotBeforeMs(0)
                .setNotAfterMs(1)
                .setSignatureAlgorithm("")
                .setSignature(ByteBuffer.allocate(0))
                .build();
    }

    private byte[] aad(String member) {
        return SecureDigests.envelope(Federation.NAME, 1, DEALER, member);
    }

    /** @param change what every member gets instead of its share */
    private UpdateShares dealt(UnaryOperator<DealtShare> change, byte[] info) {
        Dealing dealing =
                HiddenRound.of(opened).orElseThrow().sharing(DEALER).deal(new long[SECRET_WORDS], new SecureRandom());
        List<ShareEnvelope> envelopes = new ArrayList<>();
        for (DealtShare share : dealing.shares()) {
            String member = federation.banks().get(share.member() - 1);
            byte[] sealed = keys.get(member)
                    .publicKey()
                    .seal(info, aad(member), change.apply(share).toBytes());
            envelopes.add(new ShareEnvelope(member, ByteBuffer.wrap(sealed)));
        }
        return UpdateShares.newBuilder()
                .setFederation(Federation.NAME)
                .setRound(1)
                .setParticipant(DEALER)
                .setEnvelopes(envelopes)
                .setProof(ByteBuffer.wrap(dealing.proof().toBytes()))
                .build();
    }

    private UpdateShares honest() {
        return dealt(share -> share, SecureDigests.envelopes(seed));
    }

    private byte[] disclosure(UpdateShares shares, String member) {
        int index = federation.banks().indexOf(member);
        ByteBuffer sealed = shares.getEnvelopes().get(index).getSealed().duplicate();
        byte[] bytes = new byte[sealed.remaining()];
        sealed.get(bytes);
        return keys.get(member).disclose(bytes, aad(member));
    }

    private Optional<String> refuted(UpdateShares named, UpdateShares shown, byte[] disclosure) {
        ClosedUpdate called =
                new ClosedUpdate(DEALER, ByteBuffer.allocate(32), ByteBuffer.wrap(SecureDigests.shares(named)));
        Accusation accusation =
                new Accusation(DEALER, AccusationCode.SHARES_INCONSISTENT, "", shown, ByteBuffer.wrap(disclosure));
        return new AccusationCheck(opened, List.of(called), update -> true).refuted(ACCUSER, accusation);
    }

    private Optional<String> refuted(UpdateShares shares) {
        return refuted(shares, shares, disclosure(shares, ACCUSER));
    }

    @Test
    void aShareThatFitsRefutesItsAccuser() {
        assertThat(refuted(honest())).hasValueSatisfying(why -> assertThat(why).contains("fits"));
    }

    @Test
    void aShareThatDoesNotFitConvictsItsDealer() {
        UpdateShares falseShares = dealt(
                share -> {
                    long[] words = share.words().values().clone();
                    words[3] = words[3] == 0 ? 1 : words[3] - 1;
                    return new DealtShare(new Share(share.member(), words), share.salt());
                },
                SecureDigests.envelopes(seed));

        assertThat(refuted(falseShares)).isEmpty();
    }

    @Test
    void anEnvelopeThatDoesNotOpenConvictsItsDealer() {
        assertThat(refuted(dealt(share -> share, new byte[1]))).isEmpty();
    }

    @Test
    void tooFewEnvelopesConvictTheirDealerByThemselves() {
        UpdateShares honest = honest();
        UpdateShares few = UpdateShares.newBuilder(honest)
                .setEnvelopes(honest.getEnvelopes().subList(0, 2))
                .build();

        assertThat(refuted(few, few, new byte[0])).isEmpty();
    }

    @Test
    void aProofThatIsNoneConvictsItsDealer() {
        UpdateShares none = UpdateShares.newBuilder(honest())
                .setProof(ByteBuffer.allocate(5))
                .build();

        assertThat(refuted(none)).isEmpty();
    }

    @Test
    void sharesThatTheCommitDoesNotNameShowNothing() {
        UpdateShares falseShares = dealt(share -> share, new byte[1]);

        assertThat(refuted(honest(), falseShares, disclosure(falseShares, ACCUSER)))
                .hasValueSatisfying(why -> assertThat(why).contains("its commit names"));
        assertThat(refuted(honest(), null, new byte[0])).isPresent();
    }

    @Test
    void anEnvelopeThatTheAccuserDoesNotOpenShowsNothing() {
        UpdateShares honest = honest();

        for (byte[] shown : List.of(new byte[0], disclosure(honest, "bank-c"), disclosure(honest(), ACCUSER))) {
            assertThat(refuted(honest, honest, shown))
                    .hasValueSatisfying(why -> assertThat(why).contains("did not show"));
        }
    }

    @Test
    void whoIsNotCalledForCannotBeAccused() {
        Accusation other = new Accusation("bank-c", AccusationCode.SHARES_MISSING, "", null, ByteBuffer.allocate(0));

        assertThat(new AccusationCheck(opened, List.of(), update -> false).refuted(ACCUSER, other))
                .isPresent();
    }
}
