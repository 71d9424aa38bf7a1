package io.weir.cli.demo;

import io.weir.client.AttestationConfig;
import io.weir.privacy.attestation.EvidenceProvider;
import io.weir.privacy.attestation.SimulatedTee;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;

/** A simulated environment for a demo's aggregator, and the policy of banks that accept it and nothing else. */
final class DemoEnclave {
    private final SimulatedTee tee = SimulatedTee.create(SimulatedTee.measurement());
    private final Path policy;

    /** @param directory where the policy is written */
    DemoEnclave(Path directory) {
        this.policy = directory.resolve("attestation.properties");
        Properties properties = new Properties();
        properties.setProperty("tee", "simulator");
        properties.setProperty("measurement", HexFormat.of().formatHex(SimulatedTee.measurement()));
        properties.setProperty("roots", tee.rootPin());
        try (Writer writer = Files.newBufferedWriter(policy, StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EvidenceProvider evidence() {
        return tee;
    }

    /** A bank's settings. */
    Map<String, String> demands() {
        return Map.of(AttestationConfig.POLICY, policy.toString());
    }
}
