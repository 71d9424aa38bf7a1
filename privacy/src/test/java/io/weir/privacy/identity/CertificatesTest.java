package io.weir.privacy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificatesTest {
    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration VALIDITY = Duration.ofDays(30);
    private static final byte[] DER = certificate("bank-a");

    private static byte[] certificate(String name) {
        return ParticipantIdentity.generate(name, VALIDITY, MADE).certificateDer();
    }

    @ParameterizedTest
    @EnumSource
    void aNewCertificateNamesItsParticipantAndSignsItself(KeyType type) {
        ParticipantIdentity identity = ParticipantIdentity.generate("bank-a", type, VALIDITY, MADE);

        X509Certificate certificate = Certificates.parse(identity.certificateDer(), "bank-a", MADE);

        assertThat(Certificates.commonName(certificate)).isEqualTo("bank-a");
        assertThat(certificate.getPublicKey().getEncoded()).isEqualTo(identity.publicKey());
        assertThat(certificate.getBasicConstraints()).as("not an authority").isEqualTo(-1);
        assertThatCode(() -> certificate.verify(certificate.getPublicKey())).doesNotThrowAnyException();
    }

    @Test
    void holdsFromShortlyBeforeItWasMadeToItsLastSecond() {
        for (Instant at : new Instant[] {MADE.minusSeconds(300), MADE, MADE.plus(VALIDITY)}) {
            assertThatCode(() -> Certificates.parse(DER, "bank-a", at)).doesNotThrowAnyException();
        }
    }

    @Test
    void refusesAnExpiredOne() {
        Instant later = MADE.plus(VALIDITY).plusSeconds(1);

        assertThatThrownBy(() -> Certificates.parse(DER, "bank-a", later))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("expired at 2026-01-31T00:00:00Z")
                .hasMessageContaining("make a new one");
    }

    @Test
    void refusesOneThatIsNotValidYet() {
        assertThatThrownBy(() -> Certificates.parse(DER, "bank-a", MADE.minusSeconds(301)))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("not valid before")
                .hasMessageContaining("check the clock");
    }

    @Test
    void refusesAnotherParticipants() {
        assertThatThrownBy(() -> Certificates.parse(DER, "bank-b", MADE))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("belongs to 'bank-a', not to 'bank-b'");
    }

    @Test
    void aNameWithDirectorySyntaxStaysOneName() {
        String name = "bank-a,CN=bank-b+O=\"x\"";

        X509Certificate certificate = Certificates.parse(certificate(name));

        assertThat(Certificates.commonName(certificate)).isEqualTo(name);
    }

    @Test
    void refusesBytesThatAreNoCertificate() {
        byte[] cut = Arrays.copyOf(DER, DER.length - 1);
        byte[] tail = Arrays.copyOf(DER, DER.length + 1);

        for (byte[] bytes : new byte[][] {new byte[0], {1, 2, 3}, cut, tail}) {
            assertThatThrownBy(() -> Certificates.parse(bytes)).isInstanceOf(IdentityException.class);
        }
    }
}
