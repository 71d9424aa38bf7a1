package io.weir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.CommandRun;
import io.weir.privacy.attestation.ReportData;
import io.weir.privacy.attestation.SimulatedTee;
import io.weir.privacy.hpke.HpkeKeyPair;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.digest.AttestedDigests;
import io.weir.schemas.serde.WireTrust;
import io.weir.wire.AttestedRound;
import io.weir.wire.EnclaveKey;
import io.weir.wire.RoundOpened;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttestVerifyTest {
    static {
        WireTrust.install();
    }

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

    @Test
    void thePolicyOfASimulatorAcceptsItsEvidence() throws Exception {
        ParticipantIdentity root = ParticipantIdentity.generate("simulator", Duration.ofDays(1), Instant.now());
        root.save(directory.resolve("simulator"));
        Files.write(
                evidence,
                SimulatedTee.of(root, SimulatedTee.measurement())
                        .report(new byte[64])
                        .bytes());

        CommandRun printed = CommandRun.of(
                "attest",
                "simulator",
                "--identity",
                directory.resolve("simulator").toString());
        Files.writeString(policy, printed.out());

        assertThat(printed.out()).contains("protects nothing");
        assertThat(verify().status()).isZero();
    }

    @Test
    void aTopologyIsThatOfOneFederation() {
        CommandRun cards = CommandRun.of("attest", "topology", "--federation", "cards");
        CommandRun loans = CommandRun.of("attest", "topology", "--federation", "loans");

        assertThat(cards.status()).isZero();
        assertThat(cards.out()).matches("[0-9a-f]{64}\n").isNotEqualTo(loans.out());
        assertThat(CommandRun.of("attest", "topology", "--federation", "cards").out())
                .isEqualTo(cards.out());
    }

    @Test
    void whatARoundWasSealedForIsShownAndSaidToBeSimulated() {
        RoundOpened plain = Rounds.opened(3);
        HpkeKeyPair pair = HpkeKeyPair.generate();
        EnclaveKey bound = key(pair, AttestedDigests.epoch(plain));
        EnclaveKey stale = key(HpkeKeyPair.generate(), new byte[32]);
        RoundView round = new RoundView(
                RoundOpened.newBuilder(plain)
                        .setAttested(new AttestedRound(List.of(bound, stale)))
                        .build(),
                Optional.of(Rounds.sealed(3)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                true);

        String text = String.join(
                "\n",
                AttestedFacts.text(round).stream()
                        .map(fact -> String.join(" ", fact))
                        .toList());

        assertThat(text)
                .contains("not verified")
                .containsOnlyOnce(", bound to this round")
                .containsOnlyOnce("NOT BOUND TO THIS ROUND")
                .contains("SIMULATED (protects nothing), measurement " + "0".repeat(96))
                .contains(Rounds.sealed(3).getUpdates().get(0).getParticipant());
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        AttestedFacts.put(document, round);
        assertThat(document.at("/attested/keys/0/simulated").asBoolean()).isTrue();
        assertThat(document.at("/attested/keys/0/boundToRound").asBoolean()).isTrue();
        assertThat(document.at("/attested/keys/1/boundToRound").asBoolean()).isFalse();
    }

    private EnclaveKey key(HpkeKeyPair pair, byte[] epoch) {
        byte[] topology = new byte[32];
        return new EnclaveKey(
                ByteBuffer.wrap(pair.publicKey().encoded()),
                ByteBuffer.wrap(topology),
                "simulator",
                ByteBuffer.wrap(tee.report(ReportData.of(pair.publicKey(), topology, epoch))
                        .bytes()),
                List.of());
    }
}
