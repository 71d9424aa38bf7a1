package io.weir.aggregator;

import io.weir.aggregator.testkit.Federation;
import io.weir.aggregator.testkit.HiddenBanks;
import io.weir.schemas.Keys;
import io.weir.wire.Accusation;
import io.weir.wire.CommitteeCall;
import io.weir.wire.FederationSettings;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureSettings;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A round of six banks that hide their updates, five of whom are its committee, in a driver. */
abstract class HiddenRoundHarness extends TopologyHarness {
    static final int COMMITTEE = 5;
    static final int THRESHOLD = 3;

    final HiddenBanks hidden = new HiddenBanks(federation);
    final List<CommitteeCall> calls = new ArrayList<>();
    /** The committee topic, calls as soon as a test has looked for them. */
    final List<SpecificRecord> committeeTopic = new ArrayList<>();

    HiddenRoundHarness() {
        super(new Federation(6, 10, 4));
    }

    FederationSettings settings(SecureBackend backend, int groups) {
        SecureSettings secure = SecureSettings.newBuilder()
                .setBackend(backend)
                .setValueBits(0)
                .setCommittee(COMMITTEE)
                .setThreshold(THRESHOLD)
                .setGroups(groups)
                .setGroupMin(2)
                .setNeighbours(0)
                .setCommitteeTimeoutMs(5_000)
                .build();
        return FederationSettings.newBuilder(federation.settings(1, false))
                .setRule("fedavg")
                .setClippingBound(10)
                .setSecure(secure)
                .setAggregatorPublicKeys(
                        List.of(ByteBuffer.wrap(federation.aggregator().publicKey())))
                .build();
    }

    RoundOpened open(SecureBackend backend, int groups) {
        create(settings(backend, groups), 6);
        marker(1);
        publish(0, 0);
        federation.banks().forEach(bank -> keys(bank, hidden.keys(bank)));
        return (RoundOpened) rounds().get(0);
    }

    void keys(String bank, ParticipantKeys keys) {
        raw(topics.keys(), bank, keys);
    }

    void committee(String member, SpecificRecord record) {
        committeeTopic.add(record);
        raw(topics.committee(), Keys.committee(1, member), record);
    }

    void raw(String topic, String key, SpecificRecord record) {
        driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, federation.serde().serializer().serialize(topic, record));
    }

    CommitteeCall call() {
        output(topics.committee()).readValuesToList().stream()
                .filter(CommitteeCall.class::isInstance)
                .forEach(record -> {
                    calls.add((CommitteeCall) record);
                    committeeTopic.add(record);
                });
        return calls.get(calls.size() - 1);
    }

    List<String> update(RoundOpened opened, int... indexes) {
        List<String> banks = new ArrayList<>();
        for (int index : indexes) {
            String bank = federation.banks().get(index);
            send(opened, hidden.update(opened, bank, federation.delta(index), 10 + index));
            banks.add(bank);
        }
        return banks;
    }

    void grace() {
        driver.advanceWallClockTime(Duration.ofSeconds(1));
    }

    void checkAll(RoundOpened opened, CommitteeCall check) {
        opened.getSecure()
                .getCommittee()
                .forEach(member -> committee(member, hidden.check(opened, check, member, List.of())));
    }

    /** The last member accuses. */
    Verdict accused(RoundOpened opened, Accusation accusation) {
        return accused(opened, accusation, COMMITTEE - 1);
    }

    Verdict accused(RoundOpened opened, Accusation accusation, int accuser) {
        CommitteeCall check = call();
        List<String> members = opened.getSecure().getCommittee();
        for (int i = 0; i < COMMITTEE; i++) {
            List<Accusation> accusations = i == accuser ? List.of(accusation) : List.of();
            committee(members.get(i), hidden.check(opened, check, members.get(i), accusations));
        }
        CommitteeCall close = call();
        members.forEach(member -> committee(member, hidden.open(opened, close, 0, member, 0)));
        return verdict();
    }
}
