package io.weir.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.testkit.Federation;
import io.weir.privacy.identity.Signatures;
import io.weir.schemas.Bytes;
import io.weir.schemas.Keys;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.Accusation;
import io.weir.wire.AccusationCode;
import io.weir.wire.CommitteeCall;
import io.weir.wire.CommitteeStage;
import io.weir.wire.FederationSettings;
import io.weir.wire.FlagCode;
import io.weir.wire.OpenedShares;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HiddenRoundTopologyTest extends HiddenRoundHarness {
    private static Map<String, ReasonCode> reasons(Verdict verdict) {
        return verdict.getRejected().stream()
                .collect(Collectors.toMap(Rejection::getParticipant, Rejection::getReason));
    }

    @ParameterizedTest
    @EnumSource(
            value = SecureBackend.class,
            names = {"MASK", "RLWE"})
    void aHiddenUpdateThatSomebodySendsAgainInHisOwnNameIsInNoSum(SecureBackend backend) {
        RoundOpened opened = open(backend, 1);
        List<String> whole = update(opened, 0, 1, 3, 5);
        send(opened, hidden.copy(opened, whole.get(1), federation.banks().get(2)));
        driver.advanceWallClockTime(Duration.ofSeconds(11));
        CommitteeCall check = call();
        checkAll(opened, check);
        CommitteeCall close = call();
        List<String> members = opened.getSecure().getCommittee().subList(0, THRESHOLD);
        members.forEach(member -> committee(member, hidden.open(opened, close, 0, member, 0)));
        grace();

        Verdict verdict = verdict();

        assertThat(reasons(verdict))
                .containsEntry(federation.banks().get(2), ReasonCode.DUPLICATE_CONTENT)
                .containsEntry(federation.banks().get(4), ReasonCode.NO_UPDATE)
                .hasSize(2);
        assertThat(sum(aggregates())).isEqualTo(hidden.sum(whole));
        assertThat(quarantine()).singleElement().satisfies(record -> {
            assertThat(record.getReason()).isEqualTo(ReasonCode.DUPLICATE_CONTENT);
            assertThat(record.getDetail()).contains("'" + whole.get(1) + "'");
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = SecureBackend.class,
            names = {"MASK", "RLWE"})
    void opensTheSumOfWhoeverIsWholeWithAsManyMembersAsTheThreshold(SecureBackend backend) {
        RoundOpened opened = open(backend, 1);
        List<String> whole = update(opened, 0, 1, 3, 5);
        driver.advanceWallClockTime(Duration.ofSeconds(11));
        CommitteeCall check = call();
        assertThat(check.getStage()).isEqualTo(CommitteeStage.CHECK);

        List<String> members = opened.getSecure().getCommittee().subList(1, 1 + THRESHOLD);
        members.forEach(member -> committee(member, hidden.check(opened, check, member, List.of())));
        grace();
        grace();
        CommitteeCall close = call();
        assertThat(close.getStage()).isEqualTo(CommitteeStage.CLOSE);
        members.forEach(member -> committee(member, hidden.open(opened, close, 0, member, 0)));
        assertThat(aggregates()).as("sums before anybody waited for the others").isEmpty();
        grace();
        grace();

        assertThat(sum(aggregates())).isEqualTo(hidden.sum(whole));
        Verdict verdict = verdict();
        assertThat(verdict.getAdmitted()).extracting("participant").containsExactlyElementsOf(whole);
        assertThat(verdict.getTotalWeight()).isEqualTo(10 + 11 + 13 + 15);
        assertThat(verdict.getOpenings().get(0).getMembers()).containsExactlyElementsOf(members);
        assertThat(reasons(verdict).values()).containsOnly(ReasonCode.NO_UPDATE);
    }

    @Test
    void signsWhatMembersActUpon() {
        RoundOpened opened = open(SecureBackend.MASK, 1);
        update(opened, 0, 1, 2, 3, 4, 5);
        CommitteeCall check = call();
        checkAll(opened, check);
        CommitteeCall close = call();

        byte[] key = federation.aggregator().publicKey();
        assertThat(opened.getSignatureAlgorithm()).isEqualTo("Ed25519");
        assertThat(isSigned(key, SecureDigests.announcement(opened), opened.getSignature()))
                .isTrue();
        for (CommitteeCall call : List.of(check, close)) {
            byte[] digest = SecureDigests.signedCall(call, Digests.configDigest(opened));
            assertThat(isSigned(key, digest, call.getSignature())).isTrue();
        }
    }

    private static boolean isSigned(byte[] key, byte[] digest, ByteBuffer signature) {
        byte[] bytes = Bytes.copy(signature);
        return Signatures.verify(key, "Ed25519", digest, bytes);
    }

    @Test
    void opensNothingThatParticipantsWouldNotBelieve() {
        FederationSettings ofAnother = FederationSettings.newBuilder(settings(SecureBackend.MASK, 1))
                .setAggregatorPublicKeys(
                        List.of(ByteBuffer.wrap(federation.identity("bank-a").publicKey())))
                .build();
        create(ofAnother, 6);
        marker(1);
        publish(0, 0);
        federation.banks().forEach(bank -> keys(bank, hidden.keys(bank)));
        assertThat(rounds()).as("a round that this instance cannot sign").isEmpty();

        control(Keys.settings(), settings(SecureBackend.MASK, 1));

        assertThat(rounds()).hasSize(1);
    }

    @Test
    void beginsWithoutThoseWhoseKeysAreMissingOrNotTheirs() {
        create(settings(SecureBackend.PLAIN, 1), 6);
        marker(1);
        publish(0, 0);
        List<String> banks = federation.banks();
        banks.subList(0, 3).forEach(bank -> keys(bank, hidden.keys(bank)));
        keys(banks.get(3), hidden.smallOrder(banks.get(3)));
        ParticipantKeys foreign = ParticipantKeys.newBuilder(hidden.keys(banks.get(0)))
                .setParticipant(banks.get(4))
                .build();
        keys(banks.get(4), foreign);
        ParticipantKeys expired = hidden.expired(banks.get(5));
        keys(banks.get(5), expired);
        driver.advanceWallClockTime(Duration.ofSeconds(9));
        assertThat(rounds()).as("a round without three banks' keys").isEmpty();
        driver.advanceWallClockTime(Duration.ofSeconds(2));

        assertThat(((RoundOpened) rounds().get(0)).getCohort())
                .extracting("participant")
                .containsExactlyElementsOf(banks.subList(0, 3));
    }

    @Test
    void sumsTheSameInTheClear() {
        RoundOpened opened = open(SecureBackend.PLAIN, 2);
        List<String> whole = update(opened, 0, 1, 2, 3, 4, 5);

        assertThat(sum(aggregates())).isEqualTo(hidden.sum(whole));
        assertThat(verdict().getOpenings()).hasSize(2);
    }

    @Test
    void leavesOutWhomOneMemberAccusesRightly() {
        RoundOpened opened = open(SecureBackend.MASK, 1);
        List<String> all = update(opened, 0, 1, 2, 3, 4, 5);
        List<String> others = new ArrayList<>(all);
        others.remove(2);

        Verdict verdict = accused(opened, hidden.missing(all.get(2)));

        assertThat(reasons(verdict)).containsExactly(Map.entry(all.get(2), ReasonCode.SHARES_REFUSED));
        assertThat(verdict.getRejected().get(0).getDetail())
                .contains(opened.getSecure().getCommittee().get(4), "SHARES_MISSING");
        assertThat(verdict.getFlags()).isEmpty();
        assertThat(sum(aggregates())).isEqualTo(hidden.sum(others));
    }

    @Test
    void keepsWhomAMemberAccusesFalselyAndNamesThatMember() {
        RoundOpened opened = open(SecureBackend.MASK, 1);
        String accused = federation.banks().get(2);
        committee(accused, hidden.shares(opened, accused));
        List<String> all = update(opened, 0, 1, 2, 3, 4, 5);

        Verdict verdict = accused(opened, hidden.missing(all.get(2)));

        assertThat(verdict.getRejected()).isEmpty();
        assertThat(verdict.getFlags()).singleElement().satisfies(flag -> {
            assertThat(flag.getCode()).isEqualTo(FlagCode.FALSE_ACCUSATION);
            assertThat(flag.getParticipant())
                    .isEqualTo(opened.getSecure().getCommittee().get(4));
            assertThat(flag.getDetail()).contains(all.get(2), "before the call");
        });
        assertThat(sum(aggregates())).isEqualTo(hidden.sum(all));
    }

    @Test
    void sharesThatCameAfterTheCallAreMissing() {
        RoundOpened opened = open(SecureBackend.MASK, 1);
        List<String> all = update(opened, 0, 1, 2, 3, 4, 5);
        committee(all.get(2), hidden.shares(opened, all.get(2)));

        assertThat(reasons(accused(opened, hidden.missing(all.get(2)))))
                .containsExactly(Map.entry(all.get(2), ReasonCode.SHARES_REFUSED));
    }

    @Test
    void aCallThatSomebodyElseWritesEndsNothing() {
        RoundOpened opened = open(SecureBackend.MASK, 1);
        String accused = federation.banks().get(2);
        committee(
                "aggregator",
                CommitteeCall.newBuilder()
                        .setFederation(Federation.NAME)
                        .setRound(1)
                        .setStage(CommitteeStage.CHECK)
                        .setGroups(List.of())
                        .setCalledAtMs(0)
                        .setDeadlineMs(0)
                        .build());
        committee(accused, hidden.shares(opened, accused));
        update(opened, 0, 1, 2, 3, 4, 5);

        assertThat(accused(opened, hidden.missing(accused)).getRejected()).isEmpty();
    }

    @Test
    void aMembersWordAloneCountsForNothing() {
        RoundOpened opened = open(SecureBackend.MASK, 1);
        List<String> all = update(opened, 0, 1, 2, 3, 4, 5);

        Verdict verdict = accused(
                opened,
                Accusation.newBuilder(hidden.missing(all.get(2)))
                        .setCode(AccusationCode.SHARES_INCONSISTENT)
                        .build());

        assertThat(verdict.getRejected()).isEmpty();
        assertThat(verdict.getFlags()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = SecureBackend.class,
            names = {"MASK", "RLWE"})
    void findsAFalseShareAmongMoreThanEnough(SecureBackend backend) {
        RoundOpened opened = open(backend, 1);
        List<String> all = update(opened, 0, 1, 2, 3, 4, 5);
        checkAll(opened, call());
        CommitteeCall close = call();
        List<String> members = opened.getSecure().getCommittee();
        for (int i = 0; i < COMMITTEE; i++) {
            committee(members.get(i), hidden.open(opened, close, 0, members.get(i), i == 1 ? 1 : 0));
        }

        assertThat(sum(aggregates())).isEqualTo(hidden.sum(all));
        assertThat(verdict().getOpenings().get(0).getMembers())
                .hasSize(COMMITTEE - 1)
                .doesNotContain(members.get(1));
    }

    @Test
    void countsNothingThatAMemberDidNotSign() {
        RoundOpened opened = open(SecureBackend.RLWE, 1);
        update(opened, 0, 1, 2, 3, 4, 5);
        checkAll(opened, call());
        CommitteeCall close = call();
        List<String> members = opened.getSecure().getCommittee();
        for (String member : members) {
            OpenedShares own = hidden.open(opened, close, 0, members.get(0), 0);
            OpenedShares forged = OpenedShares.newBuilder(own).setMember(member).build();
            committee(member, forged);
        }
        driver.advanceWallClockTime(Duration.ofSeconds(6));

        assertThat(aggregates()).isEmpty();
        RoundFailed failed = (RoundFailed) rounds().get(0);
        assertThat(failed.getReason()).startsWith("COMMITTEE_SHORT").contains("3 are needed", members.get(0));
    }

    @Test
    void opensNoGroupBelowTheMinimum() {
        RoundOpened opened = open(SecureBackend.MASK, 2);
        List<String> small = opened.getSecure().getGroups().get(0).getParticipants();
        List<String> large = opened.getSecure().getGroups().get(1).getParticipants();
        for (String bank : List.of(small.get(0), large.get(0), large.get(1), large.get(2))) {
            send(opened, hidden.update(opened, bank, federation.delta(bank.hashCode()), 5));
        }
        driver.advanceWallClockTime(Duration.ofSeconds(11));
        checkAll(opened, call());
        CommitteeCall close = call();
        assertThat(close.getGroups().get(0)).isEmpty();
        opened.getSecure()
                .getCommittee()
                .forEach(member -> committee(member, hidden.open(opened, close, 1, member, 0)));

        assertThat(reasons(verdict())).containsEntry(small.get(0), ReasonCode.GROUP_TOO_SMALL);
        assertThat(sum(aggregates())).isEqualTo(hidden.sum(large));
    }

    @Test
    void refusesAGroupWhoseSumIsTooLong() {
        RoundOpened opened = open(SecureBackend.MASK, 2);
        List<String> first = opened.getSecure().getGroups().get(0).getParticipants();
        List<String> second = opened.getSecure().getGroups().get(1).getParticipants();
        float[] poison = vector("bank-x", 9);
        first.forEach(bank -> send(opened, hidden.update(opened, bank, federation.delta(1), 5)));
        second.forEach(bank -> send(opened, hidden.update(opened, bank, poison, 5)));
        checkAll(opened, call());
        CommitteeCall close = call();
        for (String member : opened.getSecure().getCommittee()) {
            committee(member, hidden.open(opened, close, 0, member, 0));
            committee(member, hidden.open(opened, close, 1, member, 0));
        }

        Verdict verdict = verdict();
        assertThat(reasons(verdict).keySet()).containsExactlyInAnyOrderElementsOf(second);
        assertThat(verdict.getRejected().get(0).getReason()).isEqualTo(ReasonCode.GROUP_REFUSED);
        assertThat(verdict.getRejected().get(0).getDetail()).contains("NORM_ABOVE_BOUND");
        assertThat(sum(aggregates())).isEqualTo(hidden.sum(first));
    }
}
