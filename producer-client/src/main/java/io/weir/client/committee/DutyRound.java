package io.weir.client.committee;

import io.weir.client.secure.AggregatorKeys;
import io.weir.client.secure.HiddenRound;
import io.weir.client.secure.MemberShare;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.CloseAck;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.CommitteeCall;
import io.weir.wire.CommitteeRefusal;
import io.weir.wire.CommitteeRefusalCode;
import io.weir.wire.UpdateShares;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A round in which the member serves. */
final class DutyRound implements RoundDuty {
    private static final Logger log = LoggerFactory.getLogger(DutyRound.class);

    /** A list that this process has acknowledged. */
    private record Acknowledged(ByteBuffer digest, List<ClosedUpdate> updates) {}

    /** Why not. */
    private record Refused(CommitteeRefusalCode code, String detail) {}

    private final HiddenRound round;
    private final CloseJournal journal;
    private final MemberRecords records;
    private final SharesBook shares;
    private final Accusations accusations;
    private final AckCount acks;
    private final Map<Integer, Acknowledged> acknowledged = new HashMap<>();
    private final Set<Integer> opened = new HashSet<>();
    private boolean saidUnsigned;

    DutyRound(HiddenRound round, ParticipantIdentity identity, SecureIdentity keys, CloseJournal journal) {
        this.round = round;
        this.journal = journal;
        this.records =
                new MemberRecords(round.opened().getFederation(), round.opened().getRound(), identity);
        this.shares = new SharesBook(round, identity.name(), keys.hpke());
        this.accusations = new Accusations(round, identity.name(), keys.hpke());
        this.acks = new AckCount(round);
    }

    @Override
    public void add(UpdateShares dealt) {
        shares.add(dealt);
    }

    @Override
    public List<SpecificRecord> answer(CommitteeCall call, AggregatorKeys aggregator) {
        if (!aggregator.signed(call, round.seed())) {
            return unsigned(call);
        }
        return switch (call.getStage()) {
            case CHECK -> List.of(check(call));
            case CLOSE -> close(call);
            case UNKNOWN -> List.of();
        };
    }

    /** Says so once: anybody may write such a call, and as often as they like. */
    private List<SpecificRecord> unsigned(CommitteeCall call) {
        if (saidUnsigned) {
            return List.of();
        }
        saidUnsigned = true;
        Refused refused = new Refused(
                CommitteeRefusalCode.UNSIGNED_CALL,
                "a " + call.getStage() + " was not signed by an aggregator of this federation; such calls are ignored");
        return List.of(refuse(0, ByteBuffer.wrap(SecureDigests.call(call, round.seed())), refused));
    }

    private SpecificRecord check(CommitteeCall call) {
        return records.check(SecureDigests.call(call, round.seed()), accusations.of(call, shares));
    }

    private List<SpecificRecord> close(CommitteeCall call) {
        Set<String> twice = twice(call.getGroups());
        List<SpecificRecord> answers = new ArrayList<>();
        for (int group = 0; group < call.getGroups().size(); group++) {
            List<ClosedUpdate> updates = call.getGroups().get(group);
            if (!updates.isEmpty()) {
                answers.addAll(close(group, updates, twice));
            }
        }
        return answers;
    }

    private static Set<String> twice(Collection<List<ClosedUpdate>> groups) {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new HashSet<>();
        groups.forEach(group -> group.forEach(update -> {
            if (!seen.add(update.getParticipant())) {
                twice.add(update.getParticipant());
            }
        }));
        return twice;
    }

    private List<SpecificRecord> close(int group, List<ClosedUpdate> updates, Set<String> twice) {
        long number = round.opened().getRound();
        ByteBuffer digest = ByteBuffer.wrap(
                SecureDigests.close(round.opened().getFederation(), number, group, updates, round.seed()));
        if (acknowledged.containsKey(group) && acknowledged.get(group).digest().equals(digest)) {
            return List.of(); // called again
        }
        Optional<Refused> refused = objection(group, updates, digest, twice);
        if (refused.isPresent()) {
            return List.of(refuse(group, digest, refused.get()));
        }
        if (journal.acknowledged(number, group).isEmpty()) {
            journal.write(number, group, digest);
        }
        acknowledged.put(group, new Acknowledged(digest, List.copyOf(updates)));
        CloseAck ack = records.ack(group, digest);
        List<SpecificRecord> answers = new ArrayList<>(List.of(ack));
        answers.addAll(add(ack));
        return answers;
    }

    private Optional<Refused> objection(int group, List<ClosedUpdate> updates, ByteBuffer digest, Set<String> twice) {
        if (group >= round.groups()) {
            return refused(CommitteeRefusalCode.NOT_OF_GROUP, "the round has " + round.groups() + " groups");
        }
        Optional<ByteBuffer> before = journal.acknowledged(round.opened().getRound(), group);
        if (before.isPresent() && !before.get().equals(digest)) {
            return refused(CommitteeRefusalCode.SECOND_CLOSE, "another list of this group was acknowledged before");
        }
        if (updates.size() < round.groupMin()) {
            return refused(
                    CommitteeRefusalCode.GROUP_BELOW_MINIMUM,
                    updates.size() + " updates; a sum is opened of " + round.groupMin() + " at least");
        }
        for (ClosedUpdate update : updates) {
            String name = update.getParticipant();
            if (twice.contains(name)) {
                return refused(CommitteeRefusalCode.OVERLAPPING_GROUPS, "'" + name + "' is listed twice");
            }
            if (!round.group(group).contains(name)) {
                return refused(CommitteeRefusalCode.NOT_OF_GROUP, "'" + name + "' is not of this group");
            }
            if (shares.of(update) instanceof MemberShare.Unusable unusable) {
                return refused(
                        CommitteeRefusalCode.UNUSABLE_SHARES,
                        "'" + name + "': " + unusable.code() + ", " + unusable.detail());
            }
        }
        return Optional.empty();
    }

    private static Optional<Refused> refused(CommitteeRefusalCode code, String detail) {
        return Optional.of(new Refused(code, detail));
    }

    private CommitteeRefusal refuse(int group, ByteBuffer digest, Refused refused) {
        log.atWarn()
                .addKeyValue("round", round.opened().getRound())
                .addKeyValue("group", group)
                .addKeyValue("code", refused.code())
                .addKeyValue("detail", refused.detail())
                .log("committee call refused");
        return records.refusal(group, digest, refused.code(), refused.detail());
    }

    /** Counts an acknowledgement; opens the group's sum once enough members have acknowledged what this one did. */
    @Override
    public List<SpecificRecord> add(CloseAck ack) {
        acks.add(ack);
        int group = ack.getGroup();
        Acknowledged own = acknowledged.get(group);
        if (own == null || opened.contains(group) || acks.count(group, own.digest()) < round.threshold()) {
            return List.of();
        }
        opened.add(group);
        Map<String, ClosedUpdate> included = new HashMap<>();
        own.updates().forEach(update -> included.put(update.getParticipant(), update));
        long[] part = round.plan(group, included.keySet())
                .part(name -> ((MemberShare.Usable) shares.of(included.get(name))).words());
        return List.of(records.opened(group, own.digest(), part));
    }

    @Override
    public void forget() {
        shares.forget();
    }
}
