package io.weir.privacy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedCertificatesTest {
    @TempDir
    private Path directory;

    private ParticipantIdentity trusted(String name) throws Exception {
        ParticipantIdentity identity = ParticipantIdentity.generate(name, Duration.ofDays(1), Instant.EPOCH);
        identity.save(directory.resolve(name));
        Files.move(directory.resolve(name).resolve("participant.crt"), directory.resolve(name + ".crt"));
        return identity;
    }

    @Test
    void knowsAParticipantByNameAndKey() throws Exception {
        ByteBuffer a = ByteBuffer.wrap(trusted("bank-a").publicKey());
        ByteBuffer b = ByteBuffer.wrap(trusted("bank-b").publicKey());

        TrustedCertificates trusted = TrustedCertificates.load(directory);

        assertThat(trusted.contains("bank-a", a)).isTrue();
        assertThat(trusted.contains("bank-b", b)).isTrue();
        assertThat(trusted.contains("bank-a", b)).as("another's key").isFalse();
        assertThat(trusted.contains("bank-c", a)).as("a key under another name").isFalse();
    }

    @Test
    void aDirectoryWithoutCertificatesIsAnError() {
        assertThatThrownBy(() -> TrustedCertificates.load(directory))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("holds no certificate");
        assertThatThrownBy(() -> TrustedCertificates.load(directory.resolve("none")))
                .isInstanceOf(IdentityException.class);
    }
}
