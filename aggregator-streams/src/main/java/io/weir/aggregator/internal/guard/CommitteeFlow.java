package io.weir.aggregator.internal.guard;

import io.weir.aggregator.internal.HiddenRound;
import io.weir.privacy.identity.SignatureMemo;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.CloseAck;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.CohortMember;
import io.weir.wire.CommitteeCall;
import io.weir.wire.CommitteeRefusal;
import io.weir.wire.CommitteeStage;
import io.weir.wire.Flag;
import io.weir.wire.FlagCode;
import io.weir.wire.OpenedShares;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import io.weir.wire.SecureClosing;
import io.weir.wire.ShareCheck;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** From a sealed round that hides updates to what its committee is called to do, and who is out before it opens anything. */
final class CommitteeFlow {
    private static final SignatureMemo SIGNATURES = new SignatureMemo(1024);

    private CommitteeFlow() {}

    /** Asks the committee to look at the shares of every whole update. */
    static SecureClosing check(
            RoundSealed sealed, List<Rejection> refused, Function<String, ByteBuffer> sharesHashOf, long nowMs) {
        return call(sealed, refused, List.of(), CommitteeStage.CHECK, Set.of(), sharesHashOf, nowMs);
    }

    /** Asks it to open the sums of those that nobody accuses, in groups that are large enough. */
    static SecureClosing close(SecureClosing checked, CommitteeRound.Step.Checked found, long nowMs) {
        RoundSealed sealed = checked.getSealed();
        HiddenRound round = HiddenRound.of(sealed.getOpened()).orElseThrow();
        List<Rejection> refused = new ArrayList<>(checked.getRefused());
        Set<String> out = new HashSet<>(found.accusations().keySet());
        found.accusations()
                .forEach((participant, by) -> refused.add(refusal(
                        participant,
                        ReasonCode.SHARES_REFUSED,
                        "its shares were refused: " + String.join("; ", by),
                        Map.of("accusers", (double) by.size()))));
        for (int group = 0; group < round.groups(); group++) {
            List<String> left = members(sealed, round, group, out);
            if (left.size() < round.announced().getGroupMin()) {
                for (String participant : left) {
                    out.add(participant);
                    refused.add(refusal(
                            participant,
                            ReasonCode.GROUP_TOO_SMALL,
                            "its group " + group + " has " + left.size() + " updates; fewer than "
                                    + round.announced().getGroupMin() + " are never opened",
                            Map.of("updates", (double) left.size(), "groupMin", (double)
                                    round.announced().getGroupMin())));
                }
            }
        }
        Map<String, ByteBuffer> hashes = new HashMap<>();
        checked.getCall()
                .getGroups()
                .forEach(group -> group.forEach(update -> hashes.put(update.getParticipant(), update.getSharesHash())));
        return call(sealed, refused, flags(found), CommitteeStage.CLOSE, out, hashes::get, nowMs);
    }

    private static List<Flag> flags(CommitteeRound.Step.Checked found) {
        return found.liars().entrySet().stream()
                .map(liar -> new Flag(
                        liar.getKey(),
                        FlagCode.FALSE_ACCUSATION,
                        "as a committee member it accused falsely: " + String.join("; ", liar.getValue()),
                        Map.of("accusations", (double) liar.getValue().size())))
                .toList();
    }

    /** Why nothing can be opened. */
    static Optional<String> whyNot(SecureClosing close) {
        RoundOpened opened = close.getSealed().getOpened();
        int left = close.getCall().getGroups().stream().mapToInt(List::size).sum();
        return left < opened.getQuorum() || left == 0
                ? Optional.of("QUORUM_NOT_REACHED: " + left
                        + " updates are left in groups that may be opened, the quorum" + " is " + opened.getQuorum())
                : Optional.empty();
    }

    private static SecureClosing call(
            RoundSealed sealed,
            List<Rejection> refused,
            List<Flag> flags,
            CommitteeStage stage,
            Set<String> out,
            Function<String, ByteBuffer> sharesHashOf,
            long nowMs) {
        RoundOpened opened = sealed.getOpened();
        HiddenRound round = HiddenRound.of(opened).orElseThrow();
        List<List<ClosedUpdate>> groups = new ArrayList<>();
        for (int group = 0; group < round.groups(); group++) {
            List<ClosedUpdate> updates = new ArrayList<>();
            for (SealedUpdate update : sealed.getUpdates()) {
                String name = update.getParticipant();
                if (round.groupOf(name) == group && !out.contains(name)) {
                    updates.add(new ClosedUpdate(name, update.getCommitDigest(), sharesHashOf.apply(name)));
                }
            }
            groups.add(updates);
        }
        long deadline = nowMs + round.announced().getCommitteeTimeoutMs();
        return new SecureClosing(
                sealed,
                refused,
                CommitteeCall.newBuilder()
                        .setFederation(opened.getFederation())
                        .setRound(opened.getRound())
                        .setStage(stage)
                        .setGroups(groups)
                        .setCalledAtMs(nowMs)
                        .setDeadlineMs(deadline)
                        .build(),
                flags);
    }

    private static List<String> members(RoundSealed sealed, HiddenRound round, int group, Set<String> out) {
        return sealed.getUpdates().stream()
                .map(SealedUpdate::getParticipant)
                .filter(name -> round.groupOf(name) == group && !out.contains(name))
                .toList();
    }

    private static Rejection refusal(
            String participant, ReasonCode reason, String detail, Map<String, Double> evidence) {
        return new Rejection(participant, reason, detail, evidence, "", List.of());
    }

    /** Whether the member that a record of the committee topic names signed it, with the key of the round's cohort. */
    static boolean isAuthentic(RoundOpened opened, SpecificRecord record) {
        if (record instanceof ShareCheck check) {
            return verify(
                    opened,
                    check.getMember(),
                    check.getSignatureAlgorithm(),
                    SecureDigests.check(check),
                    check.getSignature());
        }
        if (record instanceof CloseAck ack) {
            return verify(
                    opened, ack.getMember(), ack.getSignatureAlgorithm(), SecureDigests.ack(ack), ack.getSignature());
        }
        if (record instanceof OpenedShares shares) {
            return verify(
                    opened,
                    shares.getMember(),
                    shares.getSignatureAlgorithm(),
                    SecureDigests.opened(shares),
                    shares.getSignature());
        }
        if (record instanceof CommitteeRefusal refusal) {
            return verify(
                    opened,
                    refusal.getMember(),
                    refusal.getSignatureAlgorithm(),
                    SecureDigests.refusal(refusal),
                    refusal.getSignature());
        }
        return false;
    }

    private static boolean verify(
            RoundOpened opened, String member, String algorithm, byte[] digest, ByteBuffer signature) {
        for (CohortMember candidate : opened.getCohort()) {
            if (candidate.getParticipant().equals(member)) {
                return SIGNATURES.verify(
                        Bytes.copy(candidate.getPublicKey()), algorithm, digest, Bytes.copy(signature));
            }
        }
        return false;
    }
}
