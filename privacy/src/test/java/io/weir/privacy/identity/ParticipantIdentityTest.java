package io.weir.privacy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.EdECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParticipantIdentityTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private static ParticipantIdentity generate(String name) {
        return ParticipantIdentity.generate(name, Duration.ofDays(1), NOW);
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameAfterSavingAndLoading(KeyType type) {
        ParticipantIdentity identity = ParticipantIdentity.generate("bank-a", type, Duration.ofDays(1), NOW);
        identity.save(directory.resolve("made/on/the/way"));

        ParticipantIdentity loaded = ParticipantIdentity.load(directory.resolve("made/on/the/way"));

        byte[] message = {7};
        assertThat(loaded.name()).isEqualTo("bank-a");
        assertThat(loaded.certificateDer()).isEqualTo(identity.certificateDer());
        assertThat(loaded.signatureAlgorithm()).isEqualTo(type.signatureAlgorithm());
        assertThat(Signatures.verify(
                        identity.publicKey(), identity.signatureAlgorithm(), message, loaded.sign(message)))
                .isTrue();
    }

    @Test
    void onlyTheOwnerMayReadTheKey() throws IOException {
        assumeThat(directory.getFileSystem().supportedFileAttributeViews()).contains("posix");

        generate("bank-a").save(directory);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("participant.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void writesPemFilesThatOtherToolsRead() throws IOException {
        generate("bank-a").save(directory);

        assertThat(Files.readString(directory.resolve("participant.key"))).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(Files.readString(directory.resolve("participant.crt"))).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("participant.key", "participant.crt");
    }

    @Test
    void neverReplacesAKeyUnasked() throws IOException {
        generate("bank-a").save(directory);
        String before = Files.readString(directory.resolve("participant.key"));

        assertThatThrownBy(() -> generate("bank-b").save(directory))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("not replaced unless you ask for it");
        assertThat(Files.readString(directory.resolve("participant.key"))).isEqualTo(before);
    }

    @Test
    void replacesAKeyWhenAsked() {
        generate("bank-a").save(directory);

        generate("bank-b").saveReplacing(directory);

        assertThat(ParticipantIdentity.load(directory).name()).isEqualTo("bank-b");
    }

    @Test
    void saysWhichFileIsMissing() throws IOException {
        assertThatThrownBy(() -> ParticipantIdentity.load(directory))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("participant.crt does not exist")
                .hasMessageContaining("weir keys");

        generate("bank-a").save(directory);
        Files.delete(directory.resolve("participant.key"));
        assertThatThrownBy(() -> ParticipantIdentity.load(directory))
                .hasMessageContaining("participant.key does not exist");
    }

    @Test
    void saysWhichFileIsNotWhatItShouldBe() throws IOException {
        generate("bank-a").save(directory);
        Files.writeString(directory.resolve("participant.key"), "nothing of use");

        assertThatThrownBy(() -> ParticipantIdentity.load(directory))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("participant.key holds no PEM block");
    }

    @Test
    void refusesAKeyThatBelongsToAnotherCertificate() throws IOException {
        Path other = directory.resolve("other");
        generate("bank-a").save(directory);
        generate("bank-a").save(other);
        Files.delete(directory.resolve("participant.key"));
        Files.copy(other.resolve("participant.key"), directory.resolve("participant.key"));

        assertThatThrownBy(() -> ParticipantIdentity.load(directory))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("does not belong to the certificate");
    }

    @Test
    void refusesAKeyOfAnotherTypeThanTheCertificates() throws IOException {
        Path other = directory.resolve("other");
        generate("bank-a").save(directory);
        ParticipantIdentity.generate("bank-a", KeyType.ECDSA_P256, Duration.ofDays(1), NOW)
                .save(other);
        Files.delete(directory.resolve("participant.key"));
        Files.copy(other.resolve("participant.key"), directory.resolve("participant.key"));

        assertThatThrownBy(() -> ParticipantIdentity.load(directory))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("participant.key holds no ED25519 key");
    }

    @Test
    void doesNotShowItsKey() {
        ParticipantIdentity identity = generate("bank-a");
        byte[] secret = ((EdECPrivateKey) identity.privateKey()).getBytes().orElseThrow();

        String shown = identity.toString();

        assertThat(shown)
                .contains("bank-a")
                .doesNotContain(HexFormat.of().formatHex(secret))
                .doesNotContain(new BigInteger(1, secret).toString());
    }

    @Test
    void refusesABlankNameAndAnEmptyValidity() {
        assertThatThrownBy(() -> generate(" ")).hasMessageContaining("is blank");
        assertThatThrownBy(() -> ParticipantIdentity.generate("bank-a", Duration.ZERO, NOW))
                .hasMessageContaining("validity PT0S is not positive");
    }
}
