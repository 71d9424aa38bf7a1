package io.weir.client.committee;

import static io.weir.client.SecureFixtures.BANKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.client.SecureFixtures;
import io.weir.client.SecureFixtures.Bank;
import io.weir.client.secure.ForgedShares;
import io.weir.client.update.EncodedUpdate;
import io.weir.privacy.field.Share;
import io.weir.privacy.hpke.Disclosed;
import io.weir.privacy.vss.DealtShare;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.Accusation;
import io.weir.wire.AccusationCode;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.CommitteeRefusal;
import io.weir.wire.CommitteeRefusalCode;
import io.weir.wire.CommitteeStage;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import io.weir.wire.ShareCheck;
import io.weir.wire.ShareEnvelope;
import io.weir.wire.UpdateShares;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bank E deals falsely, and bank A, member number 1, looks. */
class AccusationTest {
    private static final RoundOpened ROUND =
            SecureFixtures.signed(SecureFixtures.round(SecureBackend.MASK).build());
    private static final Bank DEALER = BANKS.get(4);

    /** The own seed and those of four neighbours. */
    private static final int SECRET_WORDS = 25;

    private final MemoryCommittee committee = MemoryCommittee.of(1, SecureBackend.MASK);

    private AccusationCode accused(UpdateShares published) {
        return accused(published, SecureDigests.shares(published));
    }

    private AccusationCode accused(UpdateShares published, byte[] named) {
        ClosedUpdate update = new ClosedUpdate(DEALER.name(), ByteBuffer.allocate(32), ByteBuffer.wrap(named));
        committee.publish(ROUND);
        committee.publish(published);
        committee.publish(MemoryCommittee.call(ROUND, CommitteeStage.CHECK, List.of(update)));
        ShareCheck check = committee.published(ShareCheck.class).get(0);
        return check.getAccusations().isEmpty()
                ? AccusationCode.UNKNOWN
                : check.getAccusations().get(0).getCode();
    }

    private static UpdateShares dealt(int words) {
        return ForgedShares.deal(ROUND, DEALER, BANKS, words, share -> share);
    }

    private static UpdateShares honest() throws Exception {
        return DEALER.update(ROUND).shares().orElseThrow();
    }

    private static UpdateShares withEnvelopes(UpdateShares shares, List<ShareEnvelope> envelopes) {
        return ForgedShares.signed(DEALER, UpdateShares.newBuilder(shares).setEnvelopes(envelopes));
    }

    @Test
    void sharesThatFitAreNotAccused() throws Exception {
        assertThat(accused(honest())).isEqualTo(AccusationCode.UNKNOWN);
    }

    @Test
    void sharesDealtByHandAreThoseThatAreExpected() {
        assertThat(accused(dealt(SECRET_WORDS))).isEqualTo(AccusationCode.UNKNOWN);
    }

    @Test
    void sharesOfAnotherHashAreMissing() throws Exception {
        assertThat(accused(honest(), new byte[32])).isEqualTo(AccusationCode.SHARES_MISSING);
    }

    @Test
    void sharesThatSomebodyElseSignedAreMissing() throws Exception {
        UpdateShares others = ForgedShares.signed(BANKS.get(1), UpdateShares.newBuilder(honest()));

        assertThat(accused(others)).isEqualTo(AccusationCode.SHARES_MISSING);
    }

    @Test
    void sharesThatComeAfterTheCallAreMissing() throws Exception {
        UpdateShares late = honest();
        ClosedUpdate update =
                new ClosedUpdate(DEALER.name(), ByteBuffer.allocate(32), ByteBuffer.wrap(SecureDigests.shares(late)));
        committee.publish(ROUND);

        committee.publish(MemoryCommittee.call(ROUND, CommitteeStage.CHECK, List.of(update)));
        committee.publish(late);

        assertThat(committee.published(ShareCheck.class)).singleElement().satisfies(check -> assertThat(
                        check.getAccusations().get(0).getCode())
                .isEqualTo(AccusationCode.SHARES_MISSING));
    }

    @Test
    void anEnvelopeForSomebodyElseIsSealedWrong() throws Exception {
        UpdateShares shares = honest();
        List<ShareEnvelope> envelopes = new ArrayList<>(shares.getEnvelopes());
        envelopes.set(0, new ShareEnvelope("bank-a", envelopes.get(1).getSealed()));

        assertThat(accused(withEnvelopes(shares, envelopes))).isEqualTo(AccusationCode.SHARES_SEALED_WRONG);
    }

    @Test
    void anEnvelopeOfAnotherRoundIsSealedWrong() {
        RoundOpened other = RoundOpened.newBuilder(ROUND).setSeed(99).build();
        UpdateShares shares = ForgedShares.deal(other, DEALER, BANKS, SECRET_WORDS, share -> share);

        assertThat(accused(shares)).isEqualTo(AccusationCode.SHARES_SEALED_WRONG);
    }

    @Test
    void tooFewEnvelopesAreMalformed() throws Exception {
        UpdateShares shares = honest();

        assertThat(accused(withEnvelopes(shares, shares.getEnvelopes().subList(0, 4))))
                .isEqualTo(AccusationCode.SHARES_MALFORMED);
    }

    @Test
    void sharesOfAnotherNumberOfSecretsAreMalformed() {
        assertThat(accused(dealt(SECRET_WORDS - 5))).isEqualTo(AccusationCode.SHARES_MALFORMED);
    }

    @Test
    void aProofThatIsNoneIsMalformed() throws Exception {
        UpdateShares.Builder shares = UpdateShares.newBuilder(honest()).setProof(ByteBuffer.wrap(new byte[7]));

        assertThat(accused(ForgedShares.signed(DEALER, shares))).isEqualTo(AccusationCode.SHARES_MALFORMED);
    }

    @Test
    void aShareThatIsNotTheProvenOneIsInconsistent() {
        UpdateShares shares = ForgedShares.deal(ROUND, DEALER, BANKS, SECRET_WORDS, AccusationTest::offByOne);

        assertThat(accused(shares)).isEqualTo(AccusationCode.SHARES_INCONSISTENT);
    }

    @Test
    void whoAccusesShowsEveryoneWhatItFound() {
        UpdateShares shares = ForgedShares.deal(ROUND, DEALER, BANKS, SECRET_WORDS, AccusationTest::offByOne);
        accused(shares);

        Accusation accusation =
                committee.published(ShareCheck.class).get(0).getAccusations().get(0);
        byte[] aad = SecureDigests.envelope("fraud", 1, DEALER.name(), "bank-a");
        Disclosed disclosed = BANKS.get(0)
                .keys()
                .hpke()
                .publicKey()
                .disclosed(
                        SecureDigests.envelopes(Digests.configDigest(ROUND)),
                        aad,
                        Bytes.copy(shares.getEnvelopes().get(0).getSealed()),
                        Bytes.copy(accusation.getDisclosure()),
                        aad);

        assertThat(accusation.getShares()).isEqualTo(shares);
        assertThat(disclosed).isInstanceOfSatisfying(Disclosed.Opened.class, opened -> assertThat(
                        DealtShare.fromBytes(opened.message()).member())
                .isEqualTo(1));
    }

    private static DealtShare offByOne(DealtShare share) {
        long[] words = share.words().values().clone();
        words[3] = words[3] == 0 ? 1 : words[3] - 1;
        return new DealtShare(new Share(share.member(), words), share.salt());
    }

    @Test
    void aListWithUnusableSharesIsRefused() throws Exception {
        List<EncodedUpdate> updates = SecureFixtures.updates(ROUND, 0, 3);
        committee.publish(ROUND);
        committee.publishShares(updates.subList(0, 2));

        committee.publish(MemoryCommittee.call(
                ROUND,
                CommitteeStage.CLOSE,
                updates.stream().map(SecureFixtures::closed).toList()));

        assertThat(committee.published(CommitteeRefusal.class)).singleElement().satisfies(refusal -> {
            assertThat(refusal.getCode()).isEqualTo(CommitteeRefusalCode.UNUSABLE_SHARES);
            assertThat(refusal.getDetail()).contains("bank-c").contains("SHARES_MISSING");
        });
    }
}
