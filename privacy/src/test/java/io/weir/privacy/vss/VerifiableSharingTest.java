package io.weir.privacy.vss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weir.privacy.field.ChiSquare;
import io.weir.privacy.field.FixedRandom;
import io.weir.privacy.field.PrimeField;
import io.weir.privacy.field.SecretSharing;
import io.weir.privacy.field.Share;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class VerifiableSharingTest {
    private static final BigInteger Q = BigInteger.valueOf(PrimeField.Q);

    @Property(tries = 40)
    void everyMemberOfAnHonestDealingAcceptsAndTheSecretsComeBack(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 9) int members,
            @ForAll @IntRange(min = 1, max = 9) int t,
            @ForAll @IntRange(min = 1, max = 40) int secrets) {
        VerifiableSharing sharing = Dealers.sharing(members, Math.min(t, members), secrets);
        long[] secret = Dealers.words(seed, secrets);

        Dealing dealing = sharing.deal(secret, new FixedRandom(seed));

        assertThat(Dealers.faults(sharing, dealing.proof(), dealing.shares())).isEmpty();
        assertThat(sharing.sharing()
                        .reconstruct(
                                dealing.shares().stream().map(DealtShare::share).toList()))
                .isEqualTo(secret);
    }

    /** The published polynomials at a member's number are what BigInteger makes of its share. */
    @Property(tries = 20)
    void thePolynomialsAreTheCombinationThatTheChallengesName(@ForAll long seed) {
        VerifiableSharing sharing = Dealers.sharing(6, 4, 9);
        Dealing dealing = sharing.deal(Dealers.words(seed, 9), new FixedRandom(seed));
        Challenges challenges = sharing.challenges(dealing.proof().leaves());

        for (int c = 0; c < 2; c++) {
            BigInteger point = BigInteger.valueOf(challenges.point(c));
            for (DealtShare share : dealing.shares()) {
                long[] words = share.words().values();
                BigInteger expected = BigInteger.valueOf(words[9 + c]);
                for (int k = 1; k <= 9; k++) {
                    expected = expected.add(point.pow(k).multiply(BigInteger.valueOf(words[k - 1])));
                }
                BigInteger published = BigInteger.ZERO;
                long[] polynomial = dealing.proof().polynomials().get(c);
                for (int k = 0; k < polynomial.length; k++) {
                    published = published.add(BigInteger.valueOf(polynomial[k])
                            .multiply(BigInteger.valueOf(share.member()).pow(k)));
                }
                assertThat(published.mod(Q)).isEqualTo(expected.mod(Q));
            }
        }
        assertThat(challenges.point(0)).isNotEqualTo(challenges.point(1));
    }

    @Property(tries = 40)
    void oneAlteredWordOfOneMemberIsSeenByThatMember(
            @ForAll long seed,
            @ForAll @IntRange(min = 5, max = 8) int member,
            @ForAll @IntRange(max = 41) int word,
            @ForAll @IntRange(min = 1) int delta) {
        VerifiableSharing sharing = Dealers.sharing(8, 4, 40);
        List<DealtShare> shares = Dealers.shares(8, 4, 40, seed);
        Dealers.alter(shares, member, word, delta);

        SharingProof proof = sharing.prove(shares);

        assertThat(Dealers.faults(sharing, proof, shares)).containsExactly(member + " OFF_POLYNOMIAL");
    }

    @Test
    void aShareOtherThanTheOneThatWasFixedIsSeen() {
        VerifiableSharing sharing = Dealers.sharing(5, 3, 20);
        Dealing dealing = sharing.deal(Dealers.words(1, 20), new FixedRandom(1));
        List<DealtShare> delivered = new ArrayList<>(dealing.shares());
        Dealers.alter(delivered, 2, 19, 1);

        assertThat(Dealers.faults(sharing, dealing.proof(), delivered)).containsExactly("2 NOT_COMMITTED");
    }

    @Property(tries = 20)
    void aDegreeTooHighIsSeen(@ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int threshold) {
        VerifiableSharing sharing = Dealers.sharing(8, threshold, 10);
        List<DealtShare> shares = Dealers.shares(8, threshold + 1, 10, seed);

        SharingProof proof = sharing.prove(shares);

        // The dealer's polynomial goes through t shares, so it goes through no other.
        assertThat(Dealers.faults(sharing, proof, shares)).hasSize(8 - threshold);
    }

    /** Errors that cancel under the challenges of a first try: the second try's shares draw others. */
    @Test
    void aDealerCannotFitItsErrorsToTheChallenges() {
        VerifiableSharing sharing = Dealers.sharing(5, 3, 3);
        List<DealtShare> shares = Dealers.shares(5, 3, 3, 2);
        Challenges known = sharing.challenges(sharing.prove(shares).leaves());
        long one = known.point(0);
        long two = known.point(1);
        // x^3 - (r1 + r2) x^2 + r1 r2 x has both challenges as roots.
        Dealers.alter(shares, 5, 2, 1);
        Dealers.alter(shares, 5, 1, PrimeField.subtract(0, PrimeField.add(one, two)));
        Dealers.alter(shares, 5, 0, PrimeField.multiply(one, two));
        long[] words = shares.get(4).words().values();
        long[] before = Dealers.shares(5, 3, 3, 2).get(4).words().values();

        SharingProof proof = sharing.prove(shares);

        assertThat(known.combine(0, words, 3)).isEqualTo(known.combine(0, before, 3));
        assertThat(known.combine(1, words, 3)).isEqualTo(known.combine(1, before, 3));
        assertThat(Dealers.faults(sharing, proof, shares)).containsExactly("5 OFF_POLYNOMIAL");
    }

    @Property(tries = 20)
    void everyCoefficientOfBothPolynomialsCounts(
            @ForAll @IntRange(max = 1) int challenge, @ForAll @IntRange(max = 2) int coefficient) {
        VerifiableSharing sharing = Dealers.sharing(4, 3, 5);
        Dealing dealing = sharing.deal(Dealers.words(3, 5), new FixedRandom(3));
        List<long[]> polynomials = dealing.proof().polynomials();
        polynomials.get(challenge)[coefficient] ^= 1;

        SharingProof altered = new SharingProof(dealing.proof().leaves(), polynomials);

        assertThat(Dealers.faults(sharing, altered, dealing.shares())).hasSize(4);
    }

    @Test
    void aProofOfAnotherContextConvincesNobody() {
        VerifiableSharing sharing = Dealers.sharing(4, 2, 5);
        Dealing dealing = sharing.deal(Dealers.words(3, 5), new FixedRandom(3));
        DealingContext c = sharing.context();
        List<String> swapped = List.of("member-2", "member-1", "member-3", "member-4");
        List<DealingContext> others = List.of(
                new DealingContext("other", c.round(), c.participant(), c.purpose(), c.committee(), c.commitment()),
                new DealingContext(c.federation(), 8, c.participant(), c.purpose(), c.committee(), c.commitment()),
                new DealingContext(c.federation(), c.round(), "bank-b", c.purpose(), c.committee(), c.commitment()),
                new DealingContext(c.federation(), c.round(), c.participant(), "own", c.committee(), c.commitment()),
                new DealingContext(c.federation(), c.round(), c.participant(), c.purpose(), swapped, c.commitment()),
                new DealingContext(
                        c.federation(), c.round(), c.participant(), c.purpose(), c.committee(), new byte[3]));

        for (DealingContext other : others) {
            VerifiableSharing elsewhere = new VerifiableSharing(sharing.sharing(), 5, other);
            assertThat(Dealers.faults(elsewhere, dealing.proof(), dealing.shares()))
                    .hasSize(4);
        }
    }

    @Test
    void aShareOfAnotherMemberOrSizeIsMalformed() {
        VerifiableSharing sharing = Dealers.sharing(4, 2, 5);
        Dealing dealing = sharing.deal(Dealers.words(3, 5), new FixedRandom(3));
        DealtShare second = dealing.shares().get(1);

        assertThat(sharing.fault(dealing.proof(), 1, second)).contains(ShareFault.MALFORMED);
        assertThat(Dealers.sharing(4, 2, 6).fault(dealing.proof(), 2, second)).contains(ShareFault.MALFORMED);
        assertThat(Dealers.sharing(4, 3, 5).fault(dealing.proof(), 2, second)).contains(ShareFault.MALFORMED);
        assertThat(Dealers.sharing(5, 2, 5).fault(dealing.proof(), 2, second)).contains(ShareFault.MALFORMED);
        assertThat(sharing.fault(dealing.proof(), 2, second)).isEmpty();
    }

    /** The same secrets every time, all zeros: whatever the proofs show comes from the blinding. */
    @Test
    void whatIsPublishedIsUniform() {
        VerifiableSharing sharing = Dealers.sharing(4, 3, 2);
        long[] published = new long[6 * 1500];
        for (int i = 0; i < 1500; i++) {
            List<long[]> polynomials =
                    sharing.deal(new long[2], new FixedRandom(i)).proof().polynomials();
            System.arraycopy(polynomials.get(0), 0, published, 6 * i, 3);
            System.arraycopy(polynomials.get(1), 0, published, 6 * i + 3, 3);
        }

        assertThat(ChiSquare.ofBytes(published)).isLessThan(ChiSquare.limit(255));
        assertThat(Arrays.stream(published).distinct().count()).isEqualTo(published.length);
    }

    /** The constants of both polynomials are blinded apart: their difference tells nothing either. */
    @Test
    void theTwoBlindingsAreIndependent() {
        VerifiableSharing sharing = Dealers.sharing(3, 2, 1);
        long[] differences = new long[3000];
        for (int i = 0; i < differences.length; i++) {
            List<long[]> polynomials =
                    sharing.deal(new long[1], new FixedRandom(i)).proof().polynomials();
            differences[i] =
                    PrimeField.subtract(polynomials.get(0)[0], polynomials.get(1)[0]);
        }

        assertThat(ChiSquare.ofBytes(differences)).isLessThan(ChiSquare.limit(255));
    }

    /** What is on a topic today must verify tomorrow. */
    @Test
    void proofsStayAsTheyAre() throws Exception {
        VerifiableSharing sharing = Dealers.sharing(4, 3, 50);
        Dealing dealing = sharing.deal(Dealers.words(4, 50), new FixedRandom(4));
        byte[] proof = dealing.proof().toBytes();
        byte[] share = dealing.shares().get(2).toBytes();

        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(proof)))
                .isEqualTo("cde1796d26e546673a168304218f55b521dc3ca95c255a18f8436e1f7a765f0d");
        assertThat(SharingProof.fromBytes(proof).toBytes()).isEqualTo(proof);
        assertThat(sharing.fault(SharingProof.fromBytes(proof), 3, DealtShare.fromBytes(share)))
                .isEmpty();
    }

    @Test
    void refusesBytesThatAreNone() {
        Dealing dealing = Dealers.sharing(4, 3, 5).deal(Dealers.words(5, 5), new FixedRandom(5));
        byte[] proof = dealing.proof().toBytes();
        byte[] share = dealing.shares().get(0).toBytes();
        byte[] outside = proof.clone();
        Arrays.fill(outside, proof.length - 8, proof.length, (byte) 0x7F);
        byte[] manyMembers = proof.clone();
        manyMembers[0] = 0x7F;
        byte[] negative = share.clone();
        negative[36] = (byte) 0xFF;

        assertThatIllegalArgumentException().isThrownBy(() -> SharingProof.fromBytes(new byte[5]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SharingProof.fromBytes(Arrays.copyOf(proof, proof.length + 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> SharingProof.fromBytes(manyMembers));
        assertThatIllegalArgumentException().isThrownBy(() -> SharingProof.fromBytes(outside));
        assertThatIllegalArgumentException().isThrownBy(() -> DealtShare.fromBytes(new byte[36]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DealtShare.fromBytes(Arrays.copyOf(share, share.length - 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> DealtShare.fromBytes(negative));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VerifiableSharing(new SecretSharing(3, 2), 5, Dealers.context(4, 7)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dealers.sharing(4, 3, 5).deal(new long[6], new FixedRandom(1)));
    }

    @Test
    void secretsAreOverwrittenAndNeverPrinted() {
        Dealing dealing = Dealers.sharing(3, 1, 1).deal(new long[] {1_234_567_890_123L}, new FixedRandom(6));
        DealtShare share = dealing.shares().get(0);
        Share words = share.words();

        assertThat(words.values()[0]).isEqualTo(1_234_567_890_123L);
        assertThat(dealing + "" + share).doesNotContain("1234567890123");
        share.close();

        assertThat(words.values()).containsOnly(0);
        assertThat(share.salt()).containsOnly(0);
    }
}
