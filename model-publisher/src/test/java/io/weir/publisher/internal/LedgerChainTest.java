package io.weir.publisher.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.publisher.Fixtures;
import io.weir.publisher.LedgerSigner;
import io.weir.publisher.PublisherException;
import io.weir.schemas.digest.Digests;
import io.weir.wire.FederationSettings;
import io.weir.wire.LedgerRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerChainTest {
    private static final byte[] KEY = {1, 2, 3};

    /** Signs by reversing. */
    private record Reversal(byte[] publicKey) implements LedgerSigner {
        @Override
        public String algorithm() {
            return "reversal";
        }

        @Override
        public byte[] sign(byte[] hash) {
            byte[] signature = new byte[hash.length];
            for (int i = 0; i < hash.length; i++) {
                signature[i] = hash[hash.length - 1 - i];
            }
            return signature;
        }
    }

    private final LedgerSigner signer = new Reversal(KEY);

    @Test
    void theSignatureCoversTheHashAndChangesNothingElse() {
        LedgerRecord plain = VersionBuilder.first(Fixtures.settings(false), Optional.empty(), 5)
                .ledger();

        LedgerRecord signed = LedgerChain.signed(plain, signer);

        assertThat(signed.getSignatureAlgorithm()).isEqualTo("reversal");
        assertThat(signer.sign(signed.getSignature().array()))
                .isEqualTo(plain.getHash().array());
        assertThat(Digests.ledgerHash(signed)).isEqualTo(plain.getHash().array());
    }

    @Test
    void aFederationWithAKeyIsPublishedByItsOwnerOnly() {
        FederationSettings settings = withKey(KEY);
        LedgerSigner stranger = new Reversal(Arrays.copyOf(KEY, 2));

        assertThatCode(() -> LedgerChain.requireSigner(settings, Optional.of(signer)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> LedgerChain.requireSigner(settings, Optional.of(stranger)))
                .isInstanceOf(PublisherException.class)
                .hasMessageContaining("--identity");
        assertThatThrownBy(() -> LedgerChain.requireSigner(settings, LedgerSigner.none()))
                .isInstanceOf(PublisherException.class)
                .hasMessageContaining("--identity");
    }

    @Test
    void aFederationWithoutAKeyTakesNoSignatures() {
        FederationSettings settings = withKey();

        assertThatCode(() -> LedgerChain.requireSigner(settings, LedgerSigner.none()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> LedgerChain.requireSigner(settings, Optional.of(signer)))
                .hasMessageContaining("--publisher-certificate");
    }

    private static FederationSettings withKey(byte... key) {
        return FederationSettings.newBuilder(Fixtures.settings(false))
                .setLedgerPublicKey(ByteBuffer.wrap(key))
                .build();
    }
}
