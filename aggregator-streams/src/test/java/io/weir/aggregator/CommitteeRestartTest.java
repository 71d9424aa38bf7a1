package io.weir.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.internal.Names;
import io.weir.aggregator.internal.guard.Announcer;
import io.weir.aggregator.internal.guard.GuardProcessor;
import io.weir.aggregator.testkit.Federation;
import io.weir.aggregator.testkit.Federation.Sent;
import io.weir.schemas.Keys;
import io.weir.schemas.digest.Digests;
import io.weir.wire.Accusation;
import io.weir.wire.CommitteeCall;
import io.weir.wire.FlagCode;
import io.weir.wire.ReasonCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import io.weir.wire.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** Whatever the guard has read of a round that hides updates, another process goes on from its stores to the same verdict. */
class CommitteeRestartTest extends HiddenRoundHarness {
    /** A record that the guard reads. */
    private record Read(String topic, String key, Object value) {}

    /** Everything that the guard reads, in the order in which it does. */
    private final List<Read> tape = new ArrayList<>();

    @Override
    void control(String key, SpecificRecord value) {
        super.control(key, value);
        tape.add(new Read(topics.control(), key, value));
        rewritten();
    }

    @Override
    void publish(long version, long round) {
        super.publish(version, round);
        SpecificRecord head = federation.head(version, round);
        tape.add(new Read(
                topics.models(), Keys.head(), federation.serde().serializer().serialize(topics.models(), head)));
        rewritten();
    }

    @Override
    void raw(String topic, String key, SpecificRecord record) {
        super.raw(topic, key, record);
        tape.add(new Read(topic, key, federation.serde().serializer().serialize(topic, record)));
        rewritten();
    }

    @Override
    void sendRaw(String topic, Sent record) {
        super.sendRaw(topic, record);
        rewritten();
    }

    /** What the topology itself wrote for the guard meanwhile. */
    private void rewritten() {
        output(topics.statistics())
                .readKeyValuesToList()
                .forEach(read -> tape.add(new Read(topics.statistics(), read.key, read.value)));
        output(topics.committee()).readKeyValuesToList().stream()
                .filter(read -> read.value instanceof CommitteeCall)
                .forEach(read -> {
                    calls.add((CommitteeCall) read.value);
                    byte[] bytes = federation.serde().serializer().serialize(topics.committee(), read.value);
                    tape.add(new Read(topics.committee(), read.key, bytes));
                });
    }

    @Override
    CommitteeCall call() {
        return calls.get(calls.size() - 1);
    }

    /** The first member accuses falsely, the second one rightly. */
    private Verdict judged() {
        RoundOpened opened = open(SecureBackend.MASK, 1);
        List<String> banks = federation.banks();
        committee(banks.get(2), hidden.shares(opened, banks.get(2)));
        update(opened, 0, 1, 2, 3, 4, 5);
        CommitteeCall check = call();
        committee(banks.get(3), hidden.shares(opened, banks.get(3))); // too late
        List<String> members = opened.getSecure().getCommittee();
        for (int i = 0; i < COMMITTEE; i++) {
            List<Accusation> accusations = i < 2 ? List.of(hidden.missing(banks.get(2 + i))) : List.of();
            committee(members.get(i), hidden.check(opened, check, members.get(i), accusations));
        }
        CommitteeCall close = call();
        members.forEach(member -> committee(member, hidden.open(opened, close, 0, member, 0)));
        return verdict();
    }

    @Test
    void aGuardThatIsStartedAnewBetweenAnyTwoRecordsComesToTheSameVerdict() {
        Verdict uninterrupted = judged();
        assertThat(uninterrupted.getRejected()).singleElement().satisfies(rejection -> {
            assertThat(rejection.getParticipant()).isEqualTo(federation.banks().get(3));
            assertThat(rejection.getReason()).isEqualTo(ReasonCode.SHARES_REFUSED);
        });
        assertThat(uninterrupted.getFlags()).singleElement().satisfies(flag -> assertThat(flag.getCode())
                .isEqualTo(FlagCode.FALSE_ACCUSATION));

        for (int restart = 0; restart < tape.size(); restart++) {
            Guard guard = new Guard(Map.of());
            for (int i = 0; i < tape.size(); i++) {
                if (i == restart) {
                    guard = new Guard(guard.stored());
                }
                guard.read(tape.get(i));
            }

            assertThat(guard.verdict())
                    .as("verdict after a restart before " + tape.get(restart).topic() + " " + restart)
                    .hasValueSatisfying(verdict -> {
                        assertThat(verdict).isEqualTo(uninterrupted);
                        assertThat(Digests.verdictDigest(verdict)).isEqualTo(Digests.verdictDigest(uninterrupted));
                    });
        }
    }

    /** One process: a processor with stores of its own. */
    private final class Guard {
        private final MockProcessorContext<String, SpecificRecord> context = new MockProcessorContext<>();
        private final Map<String, KeyValueStore<String, SpecificRecord>> stores = new HashMap<>();
        private final GuardProcessor processor = new GuardProcessor(
                topics,
                federation.serde(),
                Duration.ofMillis(100),
                new Announcer(Optional.of(federation.aggregator())),
                Optional.empty());

        /** @param restored by store, what a former process kept */
        Guard(Map<String, Map<String, SpecificRecord>> restored) {
            context.setCurrentSystemTimeMs(Federation.NOW.toEpochMilli());
            for (String name : List.of(Names.FEDERATION_STORE, Names.REPORTS_STORE)) {
                KeyValueStore<String, SpecificRecord> store = Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(name), Serdes.String(), federation.serde())
                        .withLoggingDisabled()
                        .build();
                store.init(context.getStateStoreContext(), store);
                restored.getOrDefault(name, Map.of()).forEach(store::put);
                context.addStateStore(store);
                stores.put(name, store);
            }
            processor.init(context);
        }

        Map<String, Map<String, SpecificRecord>> stored() {
            Map<String, Map<String, SpecificRecord>> kept = new HashMap<>();
            stores.forEach((name, store) -> {
                Map<String, SpecificRecord> entries = new HashMap<>();
                store.all().forEachRemaining(entry -> entries.put(entry.key, entry.value));
                kept.put(name, entries);
            });
            return kept;
        }

        void read(Read read) {
            context.setRecordMetadata(read.topic(), 0, 0);
            processor.process(new Record<>(read.key(), read.value(), Federation.NOW.toEpochMilli()));
        }

        Optional<Verdict> verdict() {
            return context.forwarded().stream()
                    .map(captured -> captured.record().value())
                    .filter(Verdict.class::isInstance)
                    .map(Verdict.class::cast)
                    .findFirst();
        }
    }
}
