package io.weir.privacy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.privacy.mask.MaskKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecureIdentityTest {
    private static final byte[] NOTHING = {};
    private static final byte[] ROUND = new byte[32];

    @TempDir
    private Path directory;

    @Test
    void whatIsLoadedOpensAndMasksAsWhatWasSaved() {
        SecureIdentity saved = SecureIdentity.loadOrGenerate(directory);
        MaskKey other = MaskKey.generate("bank-b");
        byte[] message = "share".getBytes(StandardCharsets.UTF_8);

        SecureIdentity loaded = SecureIdentity.loadOrGenerate(directory);

        assertThat(loaded.hpke().open(NOTHING, NOTHING, saved.hpke().publicKey().seal(NOTHING, NOTHING, message)))
                .isEqualTo(message);
        assertThat(loaded.maskKey("bank-a").publicKey())
                .isEqualTo(saved.maskKey("bank-a").publicKey());
        assertThat(loaded.maskKey("bank-a").seedWith("bank-b", other.publicKey(), ROUND))
                .isEqualTo(other.seedWith("bank-a", saved.maskKey("bank-a").publicKey(), ROUND));
    }

    @Test
    void theTwoKeysAreDifferent() {
        SecureIdentity identity = SecureIdentity.generate();

        assertThat(identity.maskKey("bank-a").privateKey())
                .isNotEqualTo(identity.hpke().privateKey());
    }

    @Test
    void theFileIsItsOwnersOnly() throws Exception {
        SecureIdentity.generate().save(directory);

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("participant.secure.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void keysThatAreThereAreNotReplacedUnasked() {
        SecureIdentity first = SecureIdentity.loadOrGenerate(directory);
        SecureIdentity second = SecureIdentity.generate();

        assertThatThrownBy(() -> second.save(directory)).isInstanceOf(IdentityException.class);
        assertThat(SecureIdentity.load(directory).hpke().publicKey())
                .isEqualTo(first.hpke().publicKey());
        second.saveReplacing(directory);
        assertThat(SecureIdentity.load(directory).hpke().publicKey())
                .isEqualTo(second.hpke().publicKey());
    }

    @Test
    void aBrokenFileIsAnErrorAndNotReplaced() throws Exception {
        Path file = directory.resolve("participant.secure.key");
        ParticipantIdentity.generate("bank-a", java.time.Duration.ofDays(1), java.time.Instant.EPOCH)
                .save(directory);
        String signingKey = Files.readString(directory.resolve("participant.key"));

        Files.writeString(file, signingKey);
        assertThatThrownBy(() -> SecureIdentity.loadOrGenerate(directory))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("number 2");
        Files.writeString(file, signingKey + signingKey);
        assertThatThrownBy(() -> SecureIdentity.loadOrGenerate(directory))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("X25519");
    }

    @Test
    void saysNothingSecret() {
        SecureIdentity identity = SecureIdentity.generate();

        assertThat(identity.toString())
                .doesNotContain(HexFormat.of().formatHex(identity.hpke().privateKey()))
                .doesNotContain(HexFormat.of().formatHex(identity.maskKey("a").privateKey()));
    }
}
