package io.weir.aggregator;

import io.weir.aggregator.internal.attested.Enclave;
import io.weir.aggregator.testkit.Federation;
import io.weir.aggregator.testkit.SealingBanks;
import io.weir.privacy.attestation.SimulatedTee;
import io.weir.schemas.Keys;
import io.weir.wire.FederationSettings;
import io.weir.wire.KeyLost;
import io.weir.wire.RoundOpened;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Attested rounds in a driver: one aggregator in a simulated environment. */
abstract class AttestedHarness extends TopologyHarness {
    final SimulatedTee tee = SimulatedTee.create(SimulatedTee.measurement());
    final SealingBanks sealing = new SealingBanks(federation);

    AttestedHarness() {
        enclave = Optional.of(freshEnclave());
    }

    Enclave freshEnclave() {
        return new Enclave(tee, TopologyDigest.of(Federation.NAME));
    }

    FederationSettings settings(String rule) {
        return FederationSettings.newBuilder(federation.settings(1, false))
                .setAttested(true)
                .setRule(rule)
                .build();
    }

    RoundOpened open(String rule) {
        create(settings(rule), 3);
        marker(1);
        publish(0, 0);
        return (RoundOpened) rounds().get(0);
    }

    void sendAll(RoundOpened opened) {
        send(opened, sealing.update(opened, "bank-a", vector("bank-a", 1), 10));
        send(opened, sealing.update(opened, "bank-b", vector("bank-b", 2), 10));
        send(opened, sealing.update(opened, "bank-c", vector("bank-c", 6), 10));
    }

    void lost(long round, int partition) {
        statistics(round, new KeyLost(Federation.NAME, round, partition));
    }

    void statistics(long round, SpecificRecord report) {
        driver.createInputTopic(
                        topics.statistics(),
                        new StringSerializer(),
                        federation.serde().serializer())
                .pipeInput(Keys.round(round), report);
    }
}
