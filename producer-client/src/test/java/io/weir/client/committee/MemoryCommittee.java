package io.weir.client.committee;

import io.weir.client.Fixtures;
import io.weir.client.SecureFixtures;
import io.weir.client.SecureFixtures.Bank;
import io.weir.client.secure.AnnouncementCheck;
import io.weir.client.secure.HiddenRoundCheck;
import io.weir.client.update.EncodedUpdate;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.CommitteeCall;
import io.weir.wire.CommitteeStage;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** Members on a topic in memory: everyone reads everything, in one order. */
final class MemoryCommittee {
    private final List<CommitteeDuty> members = new ArrayList<>();
    final List<SpecificRecord> topic = new ArrayList<>();

    static CommitteeDuty member(Bank bank, CloseJournal journal, SecureBackend backend) {
        CommitteeDuty duty = new CommitteeDuty(
                Fixtures.FEDERATION,
                bank.identity(),
                bank.keys(),
                AnnouncementCheck.OPERATOR,
                new HiddenRoundCheck(bank.name(), bank.keys(), Optional.empty()),
                journal);
        duty.apply(SecureFixtures.settings(backend));
        return duty;
    }

    /** The first of the banks serve; the others are absent. */
    static MemoryCommittee of(int present, SecureBackend backend) {
        MemoryCommittee committee = new MemoryCommittee();
        for (Bank bank : SecureFixtures.BANKS.subList(0, present)) {
            committee.members.add(member(bank, new MemoryJournal(), backend));
        }
        return committee;
    }

    /** Publishes a record, then whatever the members answer, until nobody has anything to say. */
    void publish(SpecificRecord record) {
        Queue<SpecificRecord> unread = new ArrayDeque<>(List.of(record));
        while (!unread.isEmpty()) {
            SpecificRecord next = unread.remove();
            topic.add(next);
            members.forEach(member -> unread.addAll(member.apply(next)));
        }
    }

    void publishShares(List<EncodedUpdate> updates) {
        updates.forEach(update -> update.shares().ifPresent(this::publish));
    }

    <T> List<T> published(Class<T> type) {
        return topic.stream().filter(type::isInstance).map(type::cast).toList();
    }

    static CommitteeCall call(RoundOpened opened, CommitteeStage stage, List<ClosedUpdate> updates) {
        return SecureFixtures.call(opened, stage, List.of(updates));
    }

    static List<ClosedUpdate> closed(EncodedUpdate... updates) {
        return Stream.of(updates).map(SecureFixtures::closed).toList();
    }
}
