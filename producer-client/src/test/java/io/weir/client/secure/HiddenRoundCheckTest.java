package io.weir.client.secure;

import static io.weir.client.SecureFixtures.BANKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.client.Fixtures;
import io.weir.client.SecureFixtures;
import io.weir.client.SecureFixtures.Bank;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.privacy.identity.TrustedCertificates;
import io.weir.wire.Codec;
import io.weir.wire.CohortMember;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureRound;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bank A looks at rounds. */
class HiddenRoundCheckTest {
    private static final Bank BANK = BANKS.get(0);

    private final HiddenRoundCheck check = new HiddenRoundCheck(BANK.name(), BANK.keys(), Optional.empty());

    private static SecureRound.Builder mask() {
        return SecureFixtures.secure(SecureBackend.MASK);
    }

    private Optional<String> objection(SecureRound.Builder secure) {
        return check.objection(SecureFixtures.round(SecureBackend.MASK)
                .setSecure(secure.build())
                .build());
    }

    private static SecureRound.Builder withKeys(int bank, ParticipantKeys keys) {
        List<ParticipantKeys> all = new ArrayList<>(mask().getKeys());
        all.set(bank, keys);
        return mask().setKeys(all);
    }

    private static ParticipantKeys keysOf(int bank) {
        return BANKS.get(bank).published();
    }

    @ParameterizedTest
    @EnumSource(
            value = SecureBackend.class,
            names = {"PLAIN", "MASK", "RLWE"})
    void takesPartInARoundThatHidesAsItShould(SecureBackend backend) {
        assertThat(check.objection(SecureFixtures.round(backend).build())).isEmpty();
    }

    @Test
    void refusesAnUnknownWayOfHiding() {
        assertThat(objection(mask().setBackend(SecureBackend.NONE)).orElseThrow())
                .contains("install a newer one");
    }

    @Test
    void refusesACodecOfAnotherBackEnd() {
        RoundOpened open =
                SecureFixtures.round(SecureBackend.MASK).setCodec(Codec.F32).build();

        assertThat(check.objection(open).orElseThrow()).contains("codec F32").contains("MASKED");
    }

    @Test
    void refusesClientMomentum() {
        RoundOpened open =
                SecureFixtures.round(SecureBackend.MASK).setClientMomentum(0.5).build();

        assertThat(check.objection(open).orElseThrow()).contains("momentum");
    }

    @Test
    void refusesOtherKeysThanItsOwn() {
        ParticipantKeys others = SignedKeys.of(Fixtures.FEDERATION, BANK.identity(), SecureIdentity.generate(), true);

        assertThat(objection(withKeys(0, others)).orElseThrow()).contains("other keys of 'bank-a'");
    }

    @Test
    void refusesKeysThatTheirOwnerDidNotSign() {
        ParticipantKeys forged = ParticipantKeys.newBuilder(keysOf(3))
                .setMaskKey(keysOf(2).getMaskKey())
                .build();

        assertThat(objection(withKeys(3, forged)).orElseThrow()).contains("'bank-d' are not signed");
    }

    @Test
    void refusesKeysInAnothersPlaceOrMissing() {
        assertThat(objection(withKeys(3, keysOf(2))).orElseThrow()).contains("'bank-d' should be");
        assertThat(objection(mask().setKeys(mask().getKeys().subList(0, 4))).orElseThrow())
                .contains("keys of 4 participants");
    }

    @Test
    void refusesKeysOutsideOfTheirValidity() {
        long notAfter = keysOf(1).getNotAfterMs();
        RoundOpened late = SecureFixtures.round(SecureBackend.MASK)
                .setOpenedAtMs(notAfter + 1)
                .build();
        RoundOpened early = SecureFixtures.round(SecureBackend.MASK)
                .setOpenedAtMs(keysOf(1).getNotBeforeMs() - 1)
                .build();

        assertThat(check.objection(late).orElseThrow()).contains("valid from");
        assertThat(check.objection(early).orElseThrow()).contains("valid from");
    }

    @Test
    void refusesGroupsThatAreNoPartitionOfTheCohort() {
        assertThat(objection(mask().setGroups(SecureFixtures.groups("abc", "cde")))
                        .orElseThrow())
                .contains("'bank-c' twice");
        assertThat(objection(mask().setGroups(SecureFixtures.groups("abcdex"))).orElseThrow())
                .contains("'bank-x'");
        assertThat(objection(mask().setGroups(SecureFixtures.groups("abc"))).orElseThrow())
                .contains("groups lack");
    }

    @Test
    void refusesGroupsTooSmallToHideIn() {
        assertThat(objection(mask().setGroupMin(1)).orElseThrow()).contains("hides nothing");
        assertThat(objection(mask().setGroups(SecureFixtures.groups("abcd", "e")))
                        .orElseThrow())
                .contains("group of 1");
    }

    @Test
    void refusesACommitteeThatCouldOpenTwoSums() {
        assertThat(objection(mask().setThreshold(2)).orElseThrow()).contains("more than half");
        assertThat(objection(mask().setThreshold(6)).orElseThrow()).contains("more than half");
        assertThat(objection(mask().setCommittee(List.of()).setThreshold(0)).orElseThrow())
                .contains("more than half");
    }

    @Test
    void refusesACommitteeOfStrangersOrOfTheUnwilling() {
        ParticipantKeys unwilling = SignedKeys.of(
                Fixtures.FEDERATION, BANKS.get(4).identity(), BANKS.get(4).keys(), false);

        assertThat(objection(mask().setCommittee(List.of("bank-a", "bank-b", "bank-b")))
                        .orElseThrow())
                .contains("'bank-b' is in its committee twice");
        assertThat(objection(mask().setCommittee(List.of("bank-a", "bank-b", "bank-x")))
                        .orElseThrow())
                .contains("'bank-x'");
        assertThat(objection(withKeys(4, unwilling)).orElseThrow()).contains("'bank-e'");
    }

    @Test
    void refusesValuesThatDoNotFitAndOddNeighbours() {
        assertThat(objection(mask().setValueBits(30)).orElseThrow()).contains("do not fit");
        assertThat(objection(mask().setNeighbours(3)).orElseThrow()).contains("even number");
    }

    @Test
    void refusesACohortWithAStrangerOrSomebodyTwice(@TempDir Path directory) throws Exception {
        for (Bank bank : BANKS) {
            bank.identity().save(directory.resolve(bank.name()));
            Files.move(
                    directory.resolve(bank.name()).resolve("participant.crt"), directory.resolve(bank.name() + ".crt"));
        }
        HiddenRoundCheck wary =
                new HiddenRoundCheck(BANK.name(), BANK.keys(), Optional.of(TrustedCertificates.load(directory)));
        RoundOpened honest = SecureFixtures.round(SecureBackend.MASK).build();
        List<CohortMember> cohort = new ArrayList<>(honest.getCohort());
        cohort.set(
                4,
                new CohortMember(
                        "bank-e", ByteBuffer.wrap(BANKS.get(3).identity().publicKey())));

        assertThat(wary.objection(honest)).isEmpty();
        assertThat(wary.objection(SecureFixtures.round(SecureBackend.MASK)
                                .setCohort(cohort)
                                .build())
                        .orElseThrow())
                .contains("'bank-e'")
                .contains("trusts");
        cohort.set(4, cohort.get(3));
        assertThat(check.objection(SecureFixtures.round(SecureBackend.MASK)
                                .setCohort(cohort)
                                .build())
                        .orElseThrow())
                .contains("'bank-d' twice");
    }
}
