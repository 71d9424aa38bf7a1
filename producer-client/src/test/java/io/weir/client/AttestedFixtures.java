package io.weir.client;

import io.weir.privacy.attestation.Evidence;
import io.weir.privacy.attestation.ReportData;
import io.weir.privacy.attestation.SimulatedTee;
import io.weir.privacy.hpke.HpkeKeyPair;
import io.weir.schemas.digest.AttestedDigests;
import io.weir.schemas.serde.WireTrust;
import io.weir.wire.AttestedRound;
import io.weir.wire.EnclaveKey;
import io.weir.wire.RoundOpened;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;

/** An aggregator in a simulated environment, as it announces itself. */
public final class AttestedFixtures {
    static {
        WireTrust.install(); // builders copy records
    }

    public static final SimulatedTee TEE = SimulatedTee.create(SimulatedTee.measurement());
    public static final HpkeKeyPair PAIR = HpkeKeyPair.generate();

    private AttestedFixtures() {}

    public static byte[] topology() {
        return new byte[32];
    }

    /** What a participant that accepts exactly this aggregator writes down. */
    public static Properties policy() {
        Properties policy = new Properties();
        policy.setProperty("tee", "simulator");
        policy.setProperty("measurement", HexFormat.of().formatHex(SimulatedTee.measurement()));
        policy.setProperty("roots", TEE.rootPin());
        return policy;
    }

    /** The round, sealed for the aggregator's key. */
    public static RoundOpened attested(RoundOpened opened) {
        return with(opened, key(TEE, PAIR, topology(), AttestedDigests.epoch(opened)));
    }

    public static RoundOpened with(RoundOpened opened, EnclaveKey... keys) {
        return RoundOpened.newBuilder(opened)
                .setAttested(new AttestedRound(List.of(keys)))
                .build();
    }

    public static EnclaveKey key(SimulatedTee tee, HpkeKeyPair pair, byte[] topology, byte[] epoch) {
        Evidence evidence = tee.report(ReportData.of(pair.publicKey(), topology, epoch));
        return new EnclaveKey(
                ByteBuffer.wrap(pair.publicKey().encoded()),
                ByteBuffer.wrap(topology),
                evidence.tee().word(),
                ByteBuffer.wrap(evidence.bytes()),
                List.of());
    }
}
