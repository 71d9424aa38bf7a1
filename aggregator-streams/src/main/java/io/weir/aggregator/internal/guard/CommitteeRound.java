package io.weir.aggregator.internal.guard;

import io.weir.aggregator.internal.HiddenRound;
import io.weir.privacy.field.SecretSharing;
import io.weir.privacy.field.Share;
import io.weir.privacy.secure.OpeningPlan;
import io.weir.privacy.vss.SumOpening;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.Accusation;
import io.weir.wire.CloseAck;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.CommitteeCall;
import io.weir.wire.CommitteeRefusal;
import io.weir.wire.CommitteeStage;
import io.weir.wire.GroupOpening;
import io.weir.wire.OpenedShares;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureClosing;
import io.weir.wire.SecureRound;
import io.weir.wire.ShareCheck;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * A sealed round whose groups' sums a committee opens: first its members look at their shares, then they acknowledge who is
 * in the sums, then they open them. What members said is a set, so that the order of records does not matter.
 */
final class CommitteeRound {
    /** What is to be done next. */
    sealed interface Step {
        /** Members have to say more. */
        record Wait() implements Step {}

        /**
         * The shares were looked at.
         *
         * @param accusations that hold, by participant
         * @param liars members whose accusations do not hold, and why not
         */
        record Checked(Map<String, List<String>> accusations, Map<String, List<String>> liars) implements Step {}

        /** Every group's sum can be opened. */
        record Opened(List<GroupOpening> openings) implements Step {}

        /** Too few members answered in time. */
        record TooFew(String reason) implements Step {}
    }

    /** Members that are late by so much are not waited for once enough have answered. */
    static final long GRACE_MS = 250;

    private final SecureClosing closing;
    private final HiddenRound round;
    private final SecureRound secure;
    private final AccusationCheck accusationCheck;
    private final ByteBuffer callDigest;
    private final Map<Integer, ByteBuffer> closeDigests = new HashMap<>();
    private final Map<String, ShareCheck> checks = new TreeMap<>();
    private final Map<Integer, Map<String, CloseAck>> acks = new HashMap<>();
    private final Map<Integer, Map<String, OpenedShares>> parts = new HashMap<>();
    private final Map<String, String> refusals = new TreeMap<>();
    private long enoughSinceMs = Long.MIN_VALUE;

    /** @param dealt what lay in the committee topic before the call */
    CommitteeRound(SecureClosing closing, DealtShares dealt) {
        this.closing = closing;
        RoundOpened opened = closing.getSealed().getOpened();
        this.round = HiddenRound.of(opened).orElseThrow();
        this.secure = opened.getSecure();
        CommitteeCall call = closing.getCall();
        this.accusationCheck = new AccusationCheck(
                opened, call.getGroups().stream().flatMap(List::stream).toList(), dealt::contains);
        this.callDigest = ByteBuffer.wrap(SecureDigests.call(call, round.seed()));
        for (int group = 0; group < call.getGroups().size(); group++) {
            List<ClosedUpdate> updates = call.getGroups().get(group);
            if (!updates.isEmpty()) {
                closeDigests.put(
                        group,
                        ByteBuffer.wrap(SecureDigests.close(
                                opened.getFederation(), opened.getRound(), group, updates, round.seed())));
                acks.put(group, new TreeMap<>());
                parts.put(group, new TreeMap<>());
            }
        }
    }

    SecureClosing closing() {
        return closing;
    }

    HiddenRound round() {
        return round;
    }

    private boolean isMember(String name) {
        return secure.getCommittee().contains(name);
    }

    /** Takes in what a member signed; whether it belongs here. */
    boolean accept(SpecificRecord record) {
        if (record instanceof ShareCheck check) {
            return accept(check);
        }
        if (record instanceof CloseAck ack) {
            return accept(ack);
        }
        if (record instanceof OpenedShares shares) {
            return accept(shares);
        }
        return record instanceof CommitteeRefusal refusal && accept(refusal);
    }

    private boolean accept(ShareCheck check) {
        if (!isMember(check.getMember()) || !check.getCallDigest().equals(callDigest)) {
            return false;
        }
        checks.putIfAbsent(check.getMember(), check);
        return true;
    }

    private boolean accept(CloseAck ack) {
        if (!isMember(ack.getMember()) || !ack.getCloseDigest().equals(closeDigests.get(ack.getGroup()))) {
            return false;
        }
        acks.get(ack.getGroup()).putIfAbsent(ack.getMember(), ack);
        return true;
    }

    private boolean accept(OpenedShares shares) {
        if (!isMember(shares.getMember()) || !shares.getCloseDigest().equals(closeDigests.get(shares.getGroup()))) {
            return false;
        }
        parts.get(shares.getGroup()).putIfAbsent(shares.getMember(), shares);
        return true;
    }

    private boolean accept(CommitteeRefusal refusal) {
        if (!isMember(refusal.getMember())) {
            return false;
        }
        refusals.putIfAbsent(refusal.getMember(), refusal.getCode() + ": " + refusal.getDetail());
        return true;
    }

    Step next(long nowMs) {
        return closing.getCall().getStage() == CommitteeStage.CHECK ? nextOfCheck(nowMs) : nextOfClose(nowMs);
    }

    /** Members that have looked at their shares. */
    int answers() {
        return checks.size();
    }

    private Step nextOfCheck(long nowMs) {
        int answers = checks.size();
        if (answers == secure.getCommittee().size() || isEnough(answers, nowMs)) {
            return checked();
        }
        return late(nowMs, "looked at their shares", checks.keySet().toString(), answers);
    }

    /** What those that have answered so far lead to. */
    Step.Checked checked() {
        Map<String, List<String>> accusations = new TreeMap<>();
        Map<String, List<String>> liars = new TreeMap<>();
        checks.forEach((member, check) -> {
            for (Accusation accusation : check.getAccusations()) {
                String accused = accusation.getParticipant();
                accusationCheck
                        .refuted(member, accusation)
                        .ifPresentOrElse(
                                why -> liars.computeIfAbsent(member, name -> new ArrayList<>())
                                        .add(accusation.getCode() + " of '" + accused + "': " + why),
                                () -> accusations
                                        .computeIfAbsent(accused, name -> new ArrayList<>())
                                        .add(member + " shows " + accusation.getCode() + " (" + accusation.getDetail()
                                                + ")"));
            }
        });
        return new Step.Checked(accusations, liars);
    }

    private Step nextOfClose(long nowMs) {
        int fewest = parts.values().stream().mapToInt(Map::size).min().orElse(0);
        if (fewest == secure.getCommittee().size() || isEnough(fewest, nowMs)) {
            List<GroupOpening> openings = new ArrayList<>();
            for (int group : new TreeMap<>(parts).keySet()) {
                Optional<GroupOpening> opening = open(group);
                if (opening.isEmpty()) {
                    return late(nowMs, "opened group " + group + " with shares that fit", "", fewest);
                }
                openings.add(opening.get());
            }
            return new Step.Opened(openings);
        }
        Map<String, Integer> answered = new TreeMap<>();
        parts.forEach((group, of) -> of.keySet().forEach(member -> answered.merge(member, 1, Integer::sum)));
        return late(nowMs, "opened the sums", answered.keySet().toString(), fewest);
    }

    /** Whether the threshold has been reached for as long as the others are waited for. */
    private boolean isEnough(int answers, long nowMs) {
        if (answers < secure.getThreshold()) {
            return false;
        }
        if (enoughSinceMs == Long.MIN_VALUE) {
            enoughSinceMs = nowMs;
        }
        return nowMs - enoughSinceMs >= GRACE_MS;
    }

    private Step late(long nowMs, String what, String who, int answers) {
        if (nowMs < closing.getCall().getDeadlineMs()) {
            return new Step.Wait();
        }
        return new Step.TooFew("COMMITTEE_SHORT: " + answers + " of " + secure.getCommittee() + " " + what + " in "
                + secure.getCommitteeTimeoutMs() + " ms" + (who.isEmpty() ? "" : " " + who) + ", "
                + secure.getThreshold() + " are needed"
                + (refusals.isEmpty() ? "" : "; refused: " + refusals));
    }

    private Optional<GroupOpening> open(int group) {
        List<String> included = closing.getCall().getGroups().get(group).stream()
                .map(ClosedUpdate::getParticipant)
                .toList();
        OpeningPlan plan = round.plan(group, included);
        List<Share> shares = new ArrayList<>();
        for (OpenedShares part : parts.get(group).values()) {
            share(part, plan.words()).ifPresent(shares::add);
        }
        SecretSharing sharing = new SecretSharing(secure.getCommittee().size(), secure.getThreshold());
        if (shares.size() < sharing.threshold()) {
            return Optional.empty();
        }
        SumOpening result = SumOpening.of(sharing, closeDigests.get(group).array(), shares);
        return result instanceof SumOpening.Opened opened
                ? plan.encode(opened.sum())
                        .map(keys -> new GroupOpening(
                                group,
                                included,
                                closeDigests.get(group),
                                shares.stream()
                                        .filter(share -> !opened.falseMembers().contains(share.member()))
                                        .map(share -> secure.getCommittee().get(share.member() - 1))
                                        .toList(),
                                ByteBuffer.wrap(keys)))
                : Optional.empty();
    }

    private Optional<Share> share(OpenedShares part, int words) {
        ByteBuffer bytes = part.getShares().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() != words * Long.BYTES) {
            return Optional.empty();
        }
        long[] values = new long[words];
        bytes.asLongBuffer().get(values);
        try {
            return Optional.of(new Share(secure.getCommittee().indexOf(part.getMember()) + 1, values));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a word outside of the field
        }
    }
}
