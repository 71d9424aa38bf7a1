package io.weir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.CommandRun;
import io.weir.privacy.attestation.SimulatedTee;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttestVerifyTest {
    @TempDir
    Path directory;

    private final SimulatedTee tee = SimulatedTee.create(new byte[48]);
    private Path evidence;
    private Path policy;

    @BeforeEach
    void writeFiles() throws Exception {
        evidence = Files.write(
                directory.resolve("evidence"), tee.report(new byte[64]).bytes());
        policy = Files.writeString(
                directory.resolve("policy.properties"),
                "tee=simulator\nmeasurement=" + "0".repeat(96) + "\nroots=" + tee.rootPin());
    }

    private CommandRun verify(String... more) {
        String[] words = {"attest", "verify", evidence.toString(), "--policy", policy.toString(), "--json"};
        return CommandRun.of(java.util.stream.Stream.of(words, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new));
    }

    @Test
    void acceptedEvidenceEndsWithZeroAndItsFacts() throws Exception {
        CommandRun run = verify(
                "--at",
                "2026-03-01T00:00:00Z",
                "--endorsements",
                directory.resolve("none").toString());
        assertThat(run.status()).isEqualTo(2);

        CommandRun accepted = verify("--at", "2026-03-01T00:00:00Z");

        JsonNode document = new ObjectMapper().readTree(accepted.out());
        assertThat(accepted.status()).isZero();
        assertThat(document.path("accepted").asBoolean()).isTrue();
        assertThat(document.path("tee").asText()).isEqualTo("simulator");
        assertThat(document.path("unchecked").path(0).asText()).isEqualTo("hardware");
        assertThat(document.path("at").asText()).isEqualTo("2026-03-01T00:00:00Z");
    }

    @Test
    void refusedEvidenceEndsWithThreeAndTheReason() throws Exception {
        Files.writeString(policy, "tee=sev-snp\nmeasurement=any");

        CommandRun run = verify();

        JsonNode document = new ObjectMapper().readTree(run.out());
        assertThat(run.status()).isEqualTo(3);
        assertThat(document.path("reason").asText()).isEqualTo("TEE_NOT_ACCEPTED");
        assertThat(document.path("detail").asText()).contains("protects nothing");
    }

    @Test
    void aPolicyOrTimeThatCannotBeUsedIsWrongUsage() throws Exception {
        assertThat(verify("--at", "yesterday").status()).isEqualTo(2);
        Files.writeString(policy, "tee=simulator\nmeasurement=any\ndebug=maybe");
        CommandRun run = verify();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("debug is 'maybe'");
        assertThat(CommandRun.of("attest", "verify", evidence.toString()).status())
                .isEqualTo(2);
    }
}
