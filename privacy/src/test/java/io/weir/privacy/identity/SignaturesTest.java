package io.weir.privacy.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignaturesTest {
    private static final byte[] MESSAGE = "a commit's digest".getBytes(UTF_8);

    private static ParticipantIdentity identity(KeyType type) {
        return ParticipantIdentity.generate("bank-a", type, Duration.ofDays(1), Instant.parse("2026-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @EnumSource
    void acceptsASignatureOfTheKeysOwner(KeyType type) {
        ParticipantIdentity identity = identity(type);

        byte[] signature = identity.sign(MESSAGE);

        assertThat(Signatures.verify(identity.publicKey(), type.signatureAlgorithm(), MESSAGE, signature))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryChangedByteOfASignature(KeyType type) {
        ParticipantIdentity identity = identity(type);
        byte[] signature = identity.sign(MESSAGE);

        for (int i = 0; i < signature.length; i++) {
            byte[] changed = signature.clone();
            changed[i] ^= 1;
            assertThat(Signatures.verify(identity.publicKey(), type.signatureAlgorithm(), MESSAGE, changed))
                    .as("byte %d", i)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnotherMessageAndAnothersKey(KeyType type) {
        ParticipantIdentity identity = identity(type);
        byte[] signature = identity.sign(MESSAGE);

        assertThat(Signatures.verify(
                        identity.publicKey(), type.signatureAlgorithm(), "another".getBytes(UTF_8), signature))
                .isFalse();
        assertThat(Signatures.verify(identity(type).publicKey(), type.signatureAlgorithm(), MESSAGE, signature))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void refusesBytesThatAreNotShapedLikeASignature(KeyType type) {
        byte[] key = identity(type).publicKey();

        assertThat(Signatures.verify(key, type.signatureAlgorithm(), MESSAGE, new byte[0]))
                .isFalse();
        assertThat(Signatures.verify(key, type.signatureAlgorithm(), MESSAGE, new byte[64]))
                .isFalse();
        assertThat(Signatures.verify(key, type.signatureAlgorithm(), MESSAGE, new byte[1000]))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnAlgorithmThatIsNotTheKeys(KeyType type) {
        ParticipantIdentity identity = identity(type);
        byte[] signature = identity.sign(MESSAGE);
        KeyType other = type == KeyType.ED25519 ? KeyType.ECDSA_P256 : KeyType.ED25519;

        assertThat(Signatures.verify(identity.publicKey(), other.signatureAlgorithm(), MESSAGE, signature))
                .isFalse();
        assertThat(Signatures.verify(identity.publicKey(), "SHA1withECDSA", MESSAGE, signature))
                .isFalse();
        assertThat(Signatures.verify(identity.publicKey(), "", MESSAGE, signature))
                .isFalse();
    }

    @Test
    void verifiesTheSecondTestVectorOfRfc8032() {
        // RFC 8032, section 7.1, TEST 2; the prefix is the fixed SubjectPublicKeyInfo head of RFC 8410.
        byte[] key = HexFormat.of()
                .parseHex("302a300506032b6570032100"
                        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        byte[] signature = HexFormat.of()
                .parseHex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

        assertThat(Signatures.verify(key, "Ed25519", new byte[] {0x72}, signature))
                .isTrue();
    }

    @Test
    void edwardsSignaturesAreTheSameEveryTime() {
        ParticipantIdentity identity = identity(KeyType.ED25519);

        assertThat(identity.sign(MESSAGE)).isEqualTo(identity.sign(MESSAGE));
    }

    @Test
    void refusesToUseAKeyOfAnotherKind() throws Exception {
        byte[] rsa = otherKey("RSA");
        KeyPairGenerator p384 = KeyPairGenerator.getInstance("EC");
        p384.initialize(new ECGenParameterSpec("secp384r1"));
        byte[] widerCurve = p384.generateKeyPair().getPublic().getEncoded();

        for (byte[] key : new byte[][] {rsa, otherKey("Ed448"), widerCurve, new byte[0], {1, 2, 3}}) {
            assertThatThrownBy(() -> Signatures.verify(key, "Ed25519", MESSAGE, new byte[64]))
                    .isInstanceOf(IdentityException.class)
                    .hasMessageContaining("neither Ed25519 nor ECDSA on P-256");
        }
    }

    private static byte[] otherKey(String algorithm) throws NoSuchAlgorithmException {
        return KeyPairGenerator.getInstance(algorithm)
                .generateKeyPair()
                .getPublic()
                .getEncoded();
    }
}
