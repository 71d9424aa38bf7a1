package io.weir.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.audit.CommitteeFault;
import io.weir.aggregator.audit.CommitteeLog;
import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.aggregator.audit.RecomputedRound;
import io.weir.aggregator.audit.RoundRecomputation;
import io.weir.privacy.identity.Signatures;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.Accusation;
import io.weir.wire.AccusationCode;
import io.weir.wire.CommitteeCall;
import io.weir.wire.CommitteeStage;
import io.weir.wire.Flag;
import io.weir.wire.FlagCode;
import io.weir.wire.GroupOpening;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SecureBackend;
import io.weir.wire.ShareCheck;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** Committees' records and verdicts as they were written, and after somebody has changed them. */
class RecordedCommitteeTest extends HiddenRoundHarness {
    private RoundOpened opened;
    private RoundSealed sealed;
    private Verdict verdict;
    private List<String> banks;
    private List<String> members;

    /** The last member accuses the third bank rightly, or the first one does falsely. */
    private void judged(boolean rightly) {
        judged(rightly, rightly ? COMMITTEE - 1 : 0);
    }

    private void judged(boolean rightly, int accuser) {
        opened = open(SecureBackend.MASK, 1);
        members = opened.getSecure().getCommittee();
        banks = federation.banks();
        if (!rightly) {
            committee(banks.get(2), hidden.shares(opened, banks.get(2)));
        }
        update(opened, 0, 1, 2, 3, 4, 5);
        verdict = accused(opened, hidden.missing(banks.get(2)), accuser);
        sealed = (RoundSealed) rounds().stream()
                .filter(RoundSealed.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private RecomputedRound again(List<SpecificRecord> records, Verdict recorded) {
        List<CommitteeLog.Entry> entries = new ArrayList<>();
        records.forEach(record -> entries.add(new CommitteeLog.Entry(entries.size(), record)));
        return new RoundRecomputation(federation.serde().deserializer(), () -> log)
                .recompute(
                        sealed,
                        List.of(sealed),
                        RecomputationPlan.asRecorded(),
                        Optional.of(recorded),
                        Optional.of(new CommitteeLog(entries, this::isSigned)));
    }

    private boolean isSigned(CommitteeCall call) {
        byte[] signature = new byte[call.getSignature().remaining()];
        call.getSignature().duplicate().get(signature);
        return Signatures.verify(
                federation.aggregator().publicKey(),
                call.getSignatureAlgorithm(),
                SecureDigests.signedCall(call, Digests.configDigest(opened)),
                signature);
    }

    private List<CommitteeFault> faults(List<SpecificRecord> records) {
        return again(records, verdict).committee();
    }

    private List<CommitteeFault> faults(Verdict recorded) {
        return again(committeeTopic, recorded).committee();
    }

    private static Predicate<SpecificRecord> call(CommitteeStage stage) {
        return record -> record instanceof CommitteeCall call && call.getStage() == stage;
    }

    private static Predicate<SpecificRecord> checkOf(String member) {
        return record -> record instanceof ShareCheck check && check.getMember().equals(member);
    }

    private int place(Predicate<SpecificRecord> which) {
        for (int i = 0; i < committeeTopic.size(); i++) {
            if (which.test(committeeTopic.get(i))) {
                return i;
            }
        }
        throw new AssertionError("no such record");
    }

    private List<SpecificRecord> without(Predicate<SpecificRecord> which) {
        return committeeTopic.stream().filter(which.negate()).toList();
    }

    private List<SpecificRecord> with(int place, SpecificRecord added) {
        List<SpecificRecord> records = new ArrayList<>(committeeTopic);
        records.add(place, added);
        return records;
    }

    private <T extends SpecificRecord> List<SpecificRecord> changed(int place, Class<T> type, UnaryOperator<T> change) {
        List<SpecificRecord> records = new ArrayList<>(committeeTopic);
        records.set(place, change.apply(type.cast(records.get(place))));
        return records;
    }

    private static void areAt(List<CommitteeFault> faults, int place, String... parts) {
        assertThat(faults).isNotEmpty();
        assertThat(faults.get(0).offset()).hasValue(place);
        assertThat(faults.get(0).what()).contains(parts);
    }

    private static void areOfTheVerdict(List<CommitteeFault> faults, String... parts) {
        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.offset()).isEqualTo(OptionalLong.empty());
            assertThat(fault.what()).contains(parts);
        });
    }

    @Test
    void anAccusationThatHoldsLeadsToTheRecordedVerdictAndSums() {
        judged(true);
        List<Long> summed = sum(aggregates());

        RecomputedRound again = again(committeeTopic, verdict);

        assertThat(again.committee()).isEmpty();
        assertThat(Digests.verdictDigest(again.verdict())).isEqualTo(Digests.verdictDigest(verdict));
        List<Long> sums = new ArrayList<>();
        again.sums().values().forEach(chunk -> {
            for (long value : chunk) {
                sums.add(value);
            }
        });
        assertThat(sums).isEqualTo(summed);
    }

    @Test
    void anAccusationThatDoesNotHoldLeadsToTheRecordedFlag() {
        judged(false);

        RecomputedRound again = again(committeeTopic, verdict);

        assertThat(again.committee()).isEmpty();
        assertThat(again.verdict().getFlags()).hasSize(1);
        assertThat(Digests.verdictDigest(again.verdict())).isEqualTo(Digests.verdictDigest(verdict));
    }

    @Test
    void anAnswerThatCameTooLateChangesNothing() {
        judged(true);
        List<SpecificRecord> records = new ArrayList<>(without(checkOf(members.get(0))));
        records.add(
                records.indexOf(calls.get(1)),
                hidden.check(opened, calls.get(0), members.get(0), List.of(hidden.missing(banks.get(4)))));

        assertThat(faults(records)).isEmpty();
    }

    @Test
    void aForgedAnswerChangesNothing() {
        judged(true);
        ShareCheck forged = ShareCheck.newBuilder(
                        hidden.check(opened, calls.get(0), members.get(1), List.of(hidden.missing(banks.get(4)))))
                .setMember(members.get(0))
                .build();

        assertThat(faults(with(place(call(CommitteeStage.CHECK)) + 1, forged))).isEmpty();
        assertThat(faults(with(0, forged))).isEmpty();
    }

    @Test
    void aChangedAccusationIsNamed() {
        judged(true);
        int place = place(checkOf(members.get(4)));

        List<SpecificRecord> changed = changed(place, ShareCheck.class, check -> ShareCheck.newBuilder(check)
                .setAccusations(
                        List.of(Accusation.newBuilder(check.getAccusations().get(0))
                                .setDetail("no reason")
                                .build()))
                .build());

        areAt(faults(changed), place, members.get(4), "did not sign it");
    }

    @Test
    void aRemovedAccusationLeavesTheVerdictWithoutReason() {
        judged(true);

        areOfTheVerdict(faults(without(checkOf(members.get(4)))), "leaves out '" + banks.get(2) + "'");
    }

    @Test
    void anotherAccusationThatItsMemberSignedIsHeldAgainstTheVerdict() {
        judged(true);
        int place = place(checkOf(members.get(4)));
        Accusation withoutProof = Accusation.newBuilder(hidden.missing(banks.get(2)))
                .setCode(AccusationCode.SHARES_INCONSISTENT)
                .build();

        List<CommitteeFault> found = faults(changed(
                place,
                ShareCheck.class,
                check -> hidden.check(opened, calls.get(0), members.get(4), List.of(withoutProof))));

        assertThat(found)
                .extracting(CommitteeFault::what)
                .satisfiesExactly(
                        out -> assertThat(out)
                                .contains("leaves out '" + banks.get(2) + "'", "not those that its commit names"),
                        flag -> assertThat(flag).contains("does not note of '" + members.get(4) + "'"));
    }

    @Test
    void sharesThatAreTakenAwayMakeAFalseAccusationTrue() {
        judged(false);

        List<CommitteeFault> found = faults(committeeTopic.subList(1, committeeTopic.size()));

        assertThat(found).extracting(CommitteeFault::what).anySatisfy(what -> assertThat(what)
                .contains("does not leave out '" + banks.get(2) + "'"));
    }

    @Test
    void whoIsLeftOutWithoutAnAccusationIsNamed() {
        judged(true);
        Rejection made = Rejection.newBuilder(verdict.getRejected().get(0))
                .setParticipant(banks.get(5))
                .build();
        List<Rejection> rejected = new ArrayList<>(verdict.getRejected());
        rejected.add(made);

        areOfTheVerdict(
                faults(Verdict.newBuilder(verdict).setRejected(rejected).build()), "leaves out '" + banks.get(5) + "'");
        areOfTheVerdict(
                faults(Verdict.newBuilder(verdict)
                        .setRejected(List.of(
                                verdict.getRejected().get(0),
                                Rejection.newBuilder(made)
                                        .setReason(ReasonCode.GROUP_TOO_SMALL)
                                        .build()))
                        .build()),
                "GROUP_TOO_SMALL");
    }

    @Test
    void whoIsKeptInSpiteOfAnAccusationIsNamed() {
        judged(true);

        areOfTheVerdict(
                faults(Verdict.newBuilder(verdict).setRejected(List.of()).build()),
                "does not leave out '" + banks.get(2) + "'");
    }

    @Test
    void anotherReasonIsNamed() {
        judged(true);
        Rejection changed = Rejection.newBuilder(verdict.getRejected().get(0))
                .setDetail("no reason")
                .build();

        areOfTheVerdict(
                faults(Verdict.newBuilder(verdict).setRejected(List.of(changed)).build()),
                "no reason",
                "SHARES_MISSING");
    }

    @Test
    void flagsThatDoNotFollowAreNamed() {
        judged(false);
        Flag made = new Flag(members.get(1), FlagCode.FALSE_ACCUSATION, "made up", Map.of());

        areOfTheVerdict(
                faults(Verdict.newBuilder(verdict).setFlags(List.of()).build()),
                "does not note of '" + members.get(0) + "'");
        areOfTheVerdict(
                faults(Verdict.newBuilder(verdict)
                        .setFlags(List.of(made, verdict.getFlags().get(0)))
                        .build()),
                "notes of '" + members.get(1) + "'",
                "does not show that");
    }

    @Test
    void sumsOfOtherListsAreNamed() {
        judged(true);
        GroupOpening opening = verdict.getOpenings().get(0);
        GroupOpening fewer = GroupOpening.newBuilder(opening)
                .setParticipants(opening.getParticipants().subList(1, 5))
                .build();
        GroupOpening otherKeys =
                GroupOpening.newBuilder(opening).setKeys(ByteBuffer.allocate(5)).build();

        areOfTheVerdict(
                faults(Verdict.newBuilder(verdict).setOpenings(List.of(fewer)).build()), "opens the sums of");
        areOfTheVerdict(
                faults(Verdict.newBuilder(verdict)
                        .setOpenings(List.of(opening, opening))
                        .build()),
                "opens the sums of");
        areOfTheVerdict(
                faults(Verdict.newBuilder(verdict)
                        .setOpenings(List.of(otherKeys))
                        .build()),
                "keys of 5 bytes");
    }

    @Test
    void callsThatTheAggregatorDidNotSignAreNamed() {
        judged(true);
        for (CommitteeStage stage : List.of(CommitteeStage.CHECK, CommitteeStage.CLOSE)) {
            int place = place(call(stage));

            List<SpecificRecord> later = changed(place, CommitteeCall.class, call -> CommitteeCall.newBuilder(call)
                    .setDeadlineMs(call.getDeadlineMs() + 1)
                    .build());

            areAt(faults(later), place, stage.name(), "signed it");
            areOfTheVerdict(faults(without(call(stage))), "follows from no call " + stage);
        }
    }

    @Test
    void aCallForOthersThanFollowsIsNamed() {
        judged(true, 0);
        int place = place(call(CommitteeStage.CLOSE));
        CommitteeCall forOthers = CommitteeCall.newBuilder(calls.get(1))
                .setGroups(calls.get(0).getGroups())
                .build();
        byte[] signature =
                federation.aggregator().sign(SecureDigests.signedCall(forOthers, Digests.configDigest(opened)));

        areAt(
                faults(changed(place, CommitteeCall.class, call -> CommitteeCall.newBuilder(forOthers)
                        .setSignature(ByteBuffer.wrap(signature))
                        .build())),
                place,
                "the call to open the sums lists");
    }

    @Test
    void answersBelowTheThresholdLeadToNothing() {
        judged(true);

        areOfTheVerdict(
                faults(without(record -> record instanceof ShareCheck check && members.indexOf(check.getMember()) > 1)),
                "no more than 2 members' answers");
    }

    @Test
    void withoutTheCommitteesRecordsTheVerdictIsTakenAtItsWord() {
        judged(true);

        RecomputedRound again = new RoundRecomputation(federation.serde().deserializer(), () -> log)
                .recompute(sealed, List.of(sealed), RecomputationPlan.asRecorded(), Optional.of(verdict));

        assertThat(again.committee()).isEmpty();
        assertThat(Digests.verdictDigest(again.verdict())).isEqualTo(Digests.verdictDigest(verdict));
    }
}
