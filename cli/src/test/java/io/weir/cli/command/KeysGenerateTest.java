package io.weir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.CommandRun;
import io.weir.privacy.hpke.HpkePublicKey;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.SecureIdentity;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysGenerateTest {
    @TempDir
    Path directory;

    private CommandRun generate(String... more) {
        String[] words = {"keys", "generate", "--participant", "bank-a", "--out", directory.toString()};
        String[] all = java.util.stream.Stream.of(words, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
        return CommandRun.of(all);
    }

    @Test
    void identityCanBeLoadedAndJsonSaysWhereItIs() throws Exception {
        CommandRun run = generate("--json");

        JsonNode document = new ObjectMapper().readTree(run.out());
        assertThat(run.status()).isZero();
        assertThat(document.at("/certificate").asText())
                .isEqualTo(directory.resolve("participant.crt").toString());
        assertThat(document.at("/certificateSha256").asText()).matches("[0-9a-f]{64}");
        assertThat(ParticipantIdentity.load(directory).name()).isEqualTo("bank-a");
        assertThat(document.at("/secureKey").asText())
                .isEqualTo(directory.resolve("participant.secure.key").toString());
        assertThat(SecureIdentity.load(directory)).isNotNull();
    }

    @Test
    void typeIsChosenInAnyCase() {
        CommandRun run = generate("--type", "ecdsa_p256");

        assertThat(run.status()).isZero();
        assertThat(ParticipantIdentity.load(directory).signatureAlgorithm()).isEqualTo("SHA256withECDSA");
    }

    @Test
    void keyThatIsThereIsNotReplacedUnlessForced() {
        generate();
        byte[] before = ParticipantIdentity.load(directory).publicKey();
        HpkePublicKey sealedFor = SecureIdentity.load(directory).hpke().publicKey();

        CommandRun again = generate();

        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains("already holds");
        assertThat(ParticipantIdentity.load(directory).publicKey()).isEqualTo(before);
        assertThat(SecureIdentity.load(directory).hpke().publicKey()).isEqualTo(sealedFor);
        assertThat(generate("--force").status()).isZero();
        assertThat(ParticipantIdentity.load(directory).publicKey()).isNotEqualTo(before);
        assertThat(SecureIdentity.load(directory).hpke().publicKey()).isNotEqualTo(sealedFor);
    }
}
