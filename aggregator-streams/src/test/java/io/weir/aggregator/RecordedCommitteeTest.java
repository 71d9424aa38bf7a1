package io.weir.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.audit.CommitteeFault;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.Accusation;
import io.weir.wire.AccusationCode;
import io.weir.wire.CommitteeCall;
import io.weir.wire.CommitteeStage;
import io.weir.wire.ShareCheck;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** Committees' records as they were written, and after somebody has changed them. */
class RecordedCommitteeTest extends RecordedCommitteeHarness {
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
}
