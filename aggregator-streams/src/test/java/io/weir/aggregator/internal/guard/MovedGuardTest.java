package io.weir.aggregator.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.TopologyDigest;
import io.weir.aggregator.internal.Names;
import io.weir.aggregator.internal.attested.Enclave;
import io.weir.aggregator.testkit.Federation;
import io.weir.privacy.attestation.SimulatedTee;
import io.weir.schemas.Keys;
import io.weir.schemas.digest.AttestedDigests;
import io.weir.wire.AttestedRound;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guard in a process that has taken over, with the stores that the former one left. */
class MovedGuardTest {
    private static final SimulatedTee TEE = SimulatedTee.create(SimulatedTee.measurement());

    private final Federation federation = new Federation(3, 10, 4);
    private final MockProcessorContext<String, SpecificRecord> context = new MockProcessorContext<>();
    private final Enclave former = enclave();
    private final RoundOpened opened = attested(former);

    private static Enclave enclave() {
        return new Enclave(TEE, TopologyDigest.of(Federation.NAME));
    }

    private RoundOpened attested(Enclave process) {
        RoundOpened planned = federation.opened(1, 1);
        return RoundOpened.newBuilder(planned)
                .setAttested(new AttestedRound(List.of(process.key(ByteBuffer.wrap(AttestedDigests.epoch(planned))))))
                .build();
    }

    private void takeOver(RoundOpened open, Enclave process) {
        context.setCurrentSystemTimeMs(Federation.NOW.toEpochMilli());
        for (String name : List.of(Names.FEDERATION_STORE, Names.REPORTS_STORE)) {
            KeyValueStore<String, SpecificRecord> store = Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(name), Serdes.String(), federation.serde())
                    .withLoggingDisabled()
                    .build();
            store.init(context.getStateStoreContext(), store);
            context.addStateStore(store);
        }
        new GuardState(context.getStateStore(Names.FEDERATION_STORE), context.getStateStore(Names.REPORTS_STORE))
                .putRound(open);
        new GuardProcessor(
                        federation.topics(),
                        federation.serde(),
                        Duration.ofMillis(100),
                        new Announcer(Optional.empty()),
                        Optional.of(process))
                .init(context);
        context.scheduledPunctuators()
                .forEach(scheduled -> scheduled.getPunctuator().punctuate(context.currentSystemTimeMs()));
    }

    private Map<String, SpecificRecord> written() {
        return context.forwarded().stream()
                .collect(Collectors.toMap(forward -> forward.childName().orElseThrow(), forward ->
                        (SpecificRecord) forward.record().value()));
    }

    /** With a key of the round or without one: what the stores say of the round may be anybody's word. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anOpenAttestedRoundFails(boolean sameProcess) {
        takeOver(opened, sameProcess ? former : enclave());

        assertThat(written()).containsOnlyKeys(Names.ROUNDS_SINK, Names.DIRECTIVES_SINK);
        assertThat(written().get(Names.ROUNDS_SINK)).isInstanceOfSatisfying(RoundFailed.class, failed -> {
            assertThat(failed.getOpened()).isEqualTo(opened);
            assertThat(failed.getReason()).startsWith("GUARD_MOVED");
        });
        assertThat(context.forwarded())
                .allSatisfy(forward -> assertThat(forward.record().key()).isEqualTo(Keys.round(1)));
    }

    @Test
    void anotherRoundGoesOn() {
        takeOver(federation.opened(1, 1), former);

        assertThat(context.forwarded()).isEmpty();
    }
}
