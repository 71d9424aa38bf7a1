package io.weir.cli.audit;

import io.weir.cli.audit.MemoryAuditSource.Changed;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.Bytes;
import io.weir.schemas.Topics;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.Accusation;
import io.weir.wire.AccusationCode;
import io.weir.wire.CommitteeCall;
import io.weir.wire.CommitteeStage;
import io.weir.wire.GroupOpening;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.ShareCheck;
import io.weir.wire.UpdateShares;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** What somebody might do to the records of round 2's committee, in which the hostile bank was accused rightly. */
enum HiddenTampering {
    ACCUSATION_DETAIL(
            "did not sign it",
            at -> at.accusation(accusation ->
                    Accusation.newBuilder(accusation).setDetail("no reason").build())),
    ACCUSATION_OF_ANOTHER(
            "did not sign it",
            at -> at.accusation(accusation ->
                    Accusation.newBuilder(accusation).setParticipant("bank-b").build())),
    ACCUSATION_PROOF_BYTE(
            "did not sign it",
            at -> at.accusation(accusation -> Accusation.newBuilder(accusation)
                    .setDisclosure(flipped(accusation.getDisclosure()))
                    .build())),
    ACCUSATION_SHOWN_SHARES_BYTE(
            "did not sign it",
            at -> at.accusation(accusation -> Accusation.newBuilder(accusation)
                    .setShares(UpdateShares.newBuilder(accusation.getShares())
                            .setProof(ByteBuffer.wrap(new byte[] {1}))
                            .build())
                    .build())),
    ANSWER_SIGNATURE(
            "did not sign it",
            at -> at.check(check -> ShareCheck.newBuilder(check)
                    .setSignature(flipped(check.getSignature()))
                    .build())),
    /** By the member itself, after the fact. */
    ACCUSATION_PROOF_REMOVED("says of '" + AuditedFederation.HOSTILE + "'", at -> {
        at.signedCheck(List.of(accusation(AuditedFederation.HOSTILE, AccusationCode.SHARES_SEALED_WRONG)));
        return at.ofVerdict();
    }),
    FALSE_ACCUSATION_ADDED("does not note of 'bank-a' FALSE_ACCUSATION", at -> {
        at.addAccusation(accusation("bank-b", AccusationCode.SHARES_MISSING));
        return at.ofVerdict();
    }),
    ACCUSATION_REMOVED("says of '" + AuditedFederation.HOSTILE + "'", at -> {
        at.remove(ShareCheck.class, check -> check.getMember().equals("bank-a"));
        return at.ofVerdict();
    }),
    EVERY_ACCUSATION_REMOVED("no more than 0 members' answers", at -> {
        at.remove(ShareCheck.class, check -> true);
        return at.ofVerdict();
    }),
    CHECK_CALL_SIGNATURE(
            "the call CHECK",
            at -> at.call(CommitteeStage.CHECK, call -> CommitteeCall.newBuilder(call)
                    .setSignature(flipped(call.getSignature()))
                    .build())),
    CHECK_CALL_TIME(
            "the call CHECK",
            at -> at.call(CommitteeStage.CHECK, call -> CommitteeCall.newBuilder(call)
                    .setCalledAtMs(call.getCalledAtMs() + 1)
                    .build())),
    CLOSE_CALL_UNSIGNED(
            "the call CLOSE",
            at -> at.call(CommitteeStage.CLOSE, call -> CommitteeCall.newBuilder(call)
                    .setSignature(ByteBuffer.allocate(0))
                    .build())),
    CLOSE_CALL_LIST(
            "the call CLOSE",
            at -> at.call(CommitteeStage.CLOSE, call -> CommitteeCall.newBuilder(call)
                    .setGroups(List.of(List.of()))
                    .build())),
    CALLS_REMOVED("follows from no call CHECK", at -> {
        at.remove(CommitteeCall.class, call -> true);
        return at.ofVerdict();
    }),
    VERDICT_LEAVES_OUT_ANOTHER(
            "leaves out 'bank-b'",
            at -> at.verdict(verdict -> {
                List<Rejection> rejected = new ArrayList<>(verdict.getRejected());
                rejected.add(
                        0,
                        Rejection.newBuilder(rejected.get(0))
                                .setParticipant("bank-b")
                                .build());
                return Verdict.newBuilder(verdict).setRejected(rejected).build();
            })),
    VERDICT_LEAVES_OUT_ANOTHER_AS_A_SMALL_GROUP(
            "leaves out 'bank-b'",
            at -> at.verdict(verdict -> {
                List<Rejection> rejected = new ArrayList<>(verdict.getRejected());
                rejected.add(
                        0,
                        Rejection.newBuilder(rejected.get(0))
                                .setParticipant("bank-b")
                                .setReason(ReasonCode.GROUP_TOO_SMALL)
                                .build());
                return Verdict.newBuilder(verdict).setRejected(rejected).build();
            })),
    VERDICT_LEAVES_OUT_NOBODY(
            "does not leave out '" + AuditedFederation.HOSTILE + "'",
            at -> at.verdict(verdict ->
                    Verdict.newBuilder(verdict).setRejected(List.of()).build())),
    VERDICT_OPENS_ANOTHER_LIST(
            "opens the sums of",
            at -> at.opening(opening -> GroupOpening.newBuilder(opening)
                    .setParticipants(opening.getParticipants().subList(1, 3))
                    .build())),
    VERDICT_KEYS_BYTE(
            "the verdict on round 2",
            at -> at.opening(opening -> GroupOpening.newBuilder(opening)
                    .setKeys(flipped(opening.getKeys()))
                    .build()));

    private interface Change {
        Changed in(Target target);
    }

    private final String named;

    @SuppressWarnings("ImmutableEnumChecker") // A lambda without state.
    private final Change change;

    HiddenTampering(String named, Change change) {
        this.named = named;
        this.change = change;
    }

    /** What the first finding says. */
    String named() {
        return named;
    }

    /** @param identities of members, to sign with */
    Changed apply(
            MemoryAuditSource source,
            Topics topics,
            Serde<SpecificRecord> serde,
            Function<String, ParticipantIdentity> identities) {
        return change.in(new Target(source, topics, serde, identities));
    }

    private static Accusation accusation(String participant, AccusationCode code) {
        return Accusation.newBuilder()
                .setParticipant(participant)
                .setCode(code)
                .setDetail("made up")
                .build();
    }

    /** The same bytes but for one bit in the middle. */
    private static ByteBuffer flipped(ByteBuffer bytes) {
        byte[] copy = Bytes.copy(bytes);
        copy[copy.length / 2] ^= 1;
        return ByteBuffer.wrap(copy);
    }

    /** Round 2, and bank A's answer in it. */
    private record Target(
            MemoryAuditSource source,
            Topics topics,
            Serde<SpecificRecord> serde,
            Function<String, ParticipantIdentity> identities) {
        Changed check(UnaryOperator<ShareCheck> change) {
            return source.change(
                    topics.committee(),
                    ShareCheck.class,
                    check -> check.getRound() == 2 && check.getMember().equals("bank-a"),
                    change,
                    serde);
        }

        Changed accusation(UnaryOperator<Accusation> change) {
            return check(check -> ShareCheck.newBuilder(check)
                    .setAccusations(List.of(change.apply(check.getAccusations().get(0))))
                    .build());
        }

        void signedCheck(List<Accusation> accusations) {
            check(check -> signed(check, accusations));
        }

        void addAccusation(Accusation added) {
            check(check -> {
                List<Accusation> accusations = new ArrayList<>(check.getAccusations());
                accusations.add(added);
                return signed(check, accusations);
            });
        }

        private ShareCheck signed(ShareCheck check, List<Accusation> accusations) {
            ShareCheck changed =
                    ShareCheck.newBuilder(check).setAccusations(accusations).build();
            byte[] signature = identities.apply(check.getMember()).sign(SecureDigests.check(changed));
            return ShareCheck.newBuilder(changed)
                    .setSignature(ByteBuffer.wrap(signature))
                    .build();
        }

        Changed call(CommitteeStage stage, UnaryOperator<CommitteeCall> change) {
            return source.change(
                    topics.committee(),
                    CommitteeCall.class,
                    call -> call.getRound() == 2 && call.getStage() == stage,
                    change,
                    serde);
        }

        Changed verdict(UnaryOperator<Verdict> change) {
            return source.change(topics.verdicts(), Verdict.class, v -> v.getRound() == 2, change, serde);
        }

        Changed opening(UnaryOperator<GroupOpening> change) {
            return verdict(verdict -> Verdict.newBuilder(verdict)
                    .setOpenings(List.of(change.apply(verdict.getOpenings().get(0))))
                    .build());
        }

        <T extends SpecificRecord> void remove(Class<T> type, Predicate<T> which) {
            source.remove(
                    topics.committee(),
                    type,
                    record -> (long) record.get(
                                            record.getSchema().getField("round").pos())
                                    == 2
                            && which.test(record),
                    serde);
        }

        /** Where the verdict lies, which does not follow any more. */
        Changed ofVerdict() {
            return verdict(verdict -> verdict);
        }
    }
}
