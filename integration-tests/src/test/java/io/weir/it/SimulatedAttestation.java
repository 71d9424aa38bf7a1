package io.weir.it;

import io.weir.aggregator.TopologyDigest;
import io.weir.client.AttestationConfig;
import io.weir.client.attested.AttestedRoundCheck;
import io.weir.privacy.attestation.AttestationFiles;
import io.weir.privacy.attestation.SimulatedTee;
import io.weir.privacy.identity.ParticipantIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A simulated root of trust in files: evidence that aggregators give under it, and the policy of banks that accept it. */
final class SimulatedAttestation {
    private final Path identity;
    private final Path policy;

    /** @param directory that files are written to */
    SimulatedAttestation(Path directory) {
        ParticipantIdentity root = ParticipantIdentity.generate("simulator", Duration.ofDays(1), Instant.now());
        identity = directory.resolve("simulator");
        root.save(identity);
        byte[] measurement = SimulatedTee.measurement();
        policy = SampleData.write(
                directory.resolve("policy.properties"),
                "tee=simulator\nmeasurement=" + HexFormat.of().formatHex(measurement) + "\nroots="
                        + SimulatedTee.of(root, measurement).rootPin() + "\n");
    }

    /** Of an aggregator. */
    Map<String, String> provider() {
        return Map.of(
                io.weir.aggregator.AttestationConfig.PROVIDER,
                "simulator",
                io.weir.aggregator.AttestationConfig.SIMULATOR_IDENTITY,
                identity.toString());
    }

    /** Of a bank of a federation. */
    Map<String, String> demands(String federation) {
        return Map.of(
                AttestationConfig.POLICY,
                policy.toString(),
                AttestationConfig.TOPOLOGY,
                HexFormat.of().formatHex(TopologyDigest.of(federation)));
    }

    /** Of an auditor. */
    AttestedRoundCheck check() {
        return new AttestedRoundCheck(AttestationFiles.policy(policy), List.of(), Optional.empty(), Optional.empty());
    }
}
