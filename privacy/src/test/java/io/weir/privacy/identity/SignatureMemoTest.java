package io.weir.privacy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SignatureMemoTest {
    private static final byte[] MESSAGE = "a commit's digest".getBytes(StandardCharsets.UTF_8);

    private final ParticipantIdentity bank = identity("bank-a");
    private final AtomicInteger checks = new AtomicInteger();
    private final SignatureMemo memo = new SignatureMemo(2, (key, algorithm, message, signature) -> {
        checks.incrementAndGet();
        return Signatures.verify(key, algorithm, message, signature);
    });

    private static ParticipantIdentity identity(String name) {
        return ParticipantIdentity.generate(
                name, Duration.ofDays(1), Instant.now().minusSeconds(60));
    }

    private boolean verify(ParticipantIdentity claimed, byte[] message, byte[] signature) {
        return memo.verify(claimed.publicKey(), bank.signatureAlgorithm(), message, signature);
    }

    @Test
    void anAnswerStaysTheSameWhenItIsRemembered() {
        byte[] signature = bank.sign(MESSAGE);
        byte[] forged = signature.clone();
        forged[3] ^= 1;

        assertThat(verify(bank, MESSAGE, signature)).isTrue();
        assertThat(verify(bank, MESSAGE, signature)).isTrue();
        assertThat(verify(bank, MESSAGE, forged)).isFalse();
        assertThat(verify(bank, MESSAGE, forged)).isFalse();
        assertThat(checks).hasValue(2);
    }

    @Test
    void aRememberedSignatureDoesNotSpeakForAnotherKeyMessageOrAlgorithm() {
        byte[] signature = bank.sign(MESSAGE);
        verify(bank, MESSAGE, signature);

        assertThat(verify(identity("bank-b"), MESSAGE, signature)).isFalse();
        assertThat(verify(bank, "another".getBytes(StandardCharsets.UTF_8), signature))
                .isFalse();
        assertThat(memo.verify(bank.publicKey(), "SHA256withECDSA", MESSAGE, signature))
                .isFalse();
    }

    @Test
    void whatWasForgottenIsCheckedAgain() {
        byte[] signature = bank.sign(MESSAGE);
        verify(bank, MESSAGE, signature);
        verify(bank, new byte[] {1}, signature);
        verify(bank, new byte[] {2}, signature);

        assertThat(verify(bank, MESSAGE, signature)).isTrue();
        assertThat(checks).hasValue(4);
    }
}
