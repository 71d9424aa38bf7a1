package io.weir.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.audit.CommitteeFault;
import io.weir.aggregator.audit.CommitteeLog;
import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.aggregator.audit.RecomputedRound;
import io.weir.aggregator.audit.RoundRecomputation;
import io.weir.privacy.identity.Signatures;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.CommitteeCall;
import io.weir.wire.CommitteeStage;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SecureBackend;
import io.weir.wire.ShareCheck;
import io.weir.wire.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;

/** A round in which a member accused somebody, with its records as they were written, to be computed again. */
abstract class RecordedCommitteeHarness extends HiddenRoundHarness {
    RoundOpened opened;
    RoundSealed sealed;
    Verdict verdict;
    List<String> banks;
    List<String> members;

    /** The last member accuses the third bank rightly, or the first one does falsely. */
    void judged(boolean rightly) {
        judged(rightly, rightly ? COMMITTEE - 1 : 0);
    }

    void judged(boolean rightly, int accuser) {
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

    RecomputedRound again(List<SpecificRecord> records, Verdict recorded) {
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

    boolean isSigned(CommitteeCall call) {
        byte[] signature = Bytes.copy(call.getSignature());
        return Signatures.verify(
                federation.aggregator().publicKey(),
                call.getSignatureAlgorithm(),
                SecureDigests.signedCall(call, Digests.configDigest(opened)),
                signature);
    }

    List<CommitteeFault> faults(List<SpecificRecord> records) {
        return again(records, verdict).committee();
    }

    List<CommitteeFault> faults(Verdict recorded) {
        return again(committeeTopic, recorded).committee();
    }

    static Predicate<SpecificRecord> call(CommitteeStage stage) {
        return record -> record instanceof CommitteeCall call && call.getStage() == stage;
    }

    static Predicate<SpecificRecord> checkOf(String member) {
        return record -> record instanceof ShareCheck check && check.getMember().equals(member);
    }

    int place(Predicate<SpecificRecord> which) {
        for (int i = 0; i < committeeTopic.size(); i++) {
            if (which.test(committeeTopic.get(i))) {
                return i;
            }
        }
        throw new AssertionError("no such record");
    }

    List<SpecificRecord> without(Predicate<SpecificRecord> which) {
        return committeeTopic.stream().filter(which.negate()).toList();
    }

    List<SpecificRecord> with(int place, SpecificRecord added) {
        List<SpecificRecord> records = new ArrayList<>(committeeTopic);
        records.add(place, added);
        return records;
    }

    <T extends SpecificRecord> List<SpecificRecord> changed(int place, Class<T> type, UnaryOperator<T> change) {
        List<SpecificRecord> records = new ArrayList<>(committeeTopic);
        records.set(place, change.apply(type.cast(records.get(place))));
        return records;
    }

    static void areAt(List<CommitteeFault> faults, int place, String... parts) {
        assertThat(faults).isNotEmpty();
        assertThat(faults.get(0).offset()).hasValue(place);
        assertThat(faults.get(0).what()).contains(parts);
    }

    static void areOfTheVerdict(List<CommitteeFault> faults, String... parts) {
        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.offset()).isEqualTo(OptionalLong.empty());
            assertThat(fault.what()).contains(parts);
        });
    }
}
