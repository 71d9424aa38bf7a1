package io.weir.privacy.hpke;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.encoders.Hex;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A recipient opens one message to everyone. */
class DisclosureTest {
    private static final byte[] INFO = "info".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AAD = "aad".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTEXT = "accusation".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MESSAGE = "a share".getBytes(StandardCharsets.US_ASCII);

    private final HpkeKeyPair recipient = HpkeKeyPair.generate();
    private final byte[] sealed = recipient.publicKey().seal(INFO, AAD, MESSAGE);

    private Disclosed read(byte[] sealedMessage, byte[] disclosure) {
        return recipient.publicKey().disclosed(INFO, AAD, sealedMessage, disclosure, CONTEXT);
    }

    @RepeatedTest(32) // key, nonce and what they lead to have either sign
    void everyoneReadsWhatTheRecipientReads() {
        Disclosed disclosed = read(sealed, recipient.disclose(sealed, CONTEXT));

        assertThat(disclosed).isInstanceOfSatisfying(Disclosed.Opened.class, opened -> assertThat(opened.message())
                .isEqualTo(recipient.open(INFO, AAD, sealed)));
    }

    @Test
    void provesItForAnyBase() {
        ECPoint own = EqualLogs.lift(recipient.publicKey().encoded()).orElseThrow();
        ECPoint generator = EqualLogs.GENERATOR;

        for (ECPoint base : List.of(generator, generator.negate(), generator.twice(), own, own.negate())) {
            Disclosure proof = EqualLogs.prove(recipient.privateKey(), base.normalize(), CONTEXT, new SecureRandom());

            assertThat(EqualLogs.verify(proof, own, base, CONTEXT)).isTrue();
            assertThat(EqualLogs.verify(proof, own, base.twice(), CONTEXT)).isFalse();
        }
    }

    @Test
    void proofsOfOneKeyHaveDifferentNonces() {
        assertThat(recipient.disclose(sealed, CONTEXT)).isNotEqualTo(recipient.disclose(sealed, CONTEXT));
    }

    @Test
    void aMessageForSomebodyElseIsSeenToBeUnopenable() {
        byte[] foreign = HpkeKeyPair.generate().publicKey().seal(INFO, AAD, MESSAGE);
        byte[] otherRound = recipient.publicKey().seal(MESSAGE, AAD, MESSAGE);

        assertThat(read(foreign, recipient.disclose(foreign, CONTEXT))).isInstanceOf(Disclosed.Unopenable.class);
        assertThat(read(otherRound, recipient.disclose(otherRound, CONTEXT))).isInstanceOf(Disclosed.Unopenable.class);
    }

    @Test
    void nobodyMakesAGoodMessageLookUnopenable() {
        byte[] honest = recipient.disclose(sealed, CONTEXT);
        byte[] ofAnotherMessage = recipient.disclose(recipient.publicKey().seal(INFO, AAD, MESSAGE), CONTEXT);
        byte[] ofAnotherKey = HpkeKeyPair.generate().disclose(sealed, CONTEXT);
        byte[] forAnotherPurpose = recipient.disclose(sealed, AAD);
        byte[] anotherPoint = ofAnotherMessage.clone();
        System.arraycopy(honest, 33, anotherPoint, 33, 64);
        byte[] negated = honest.clone();
        negated[0] ^= 1;

        for (byte[] forged : new byte[][] {
            ofAnotherMessage, ofAnotherKey, forAnotherPurpose, anotherPoint, negated, {}, Arrays.copyOf(honest, 96)
        }) {
            assertThat(read(sealed, forged)).isInstanceOf(Disclosed.Unproven.class);
        }
        for (int i = 0; i < honest.length; i += 7) {
            byte[] changed = honest.clone();
            changed[i] ^= 0x10;
            assertThat(read(sealed, changed)).as("byte %d", i).isInstanceOf(Disclosed.Unproven.class);
        }
    }

    @Test
    void encapsulationsThatNoHonestSenderMakesNeedNoProof() {
        byte[] smallOrder = sealed.clone();
        Arrays.fill(smallOrder, 0, 32, (byte) 0);
        byte[] notCanonical = sealed.clone();
        Arrays.fill(notCanonical, 0, 32, (byte) 0xff);

        for (byte[] wrong : new byte[][] {smallOrder, notCanonical, withTorsion(), Arrays.copyOf(sealed, 40)}) {
            assertThat(read(wrong, new byte[0])).isInstanceOf(Disclosed.Unopenable.class);
        }
    }

    /** The point of order 8 with this u-coordinate, of RFC 7748's curve. */
    private byte[] withTorsion() {
        byte[] eighth = Hex.decode("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800");
        byte[] wrong = sealed.clone();
        System.arraycopy(eighth, 0, wrong, 0, 32);
        return wrong;
    }

    @Test
    void coordinatesAreThoseOfX25519() {
        byte[] nine = new byte[32];
        nine[0] = 9;

        assertThat(EqualLogs.coordinate(EqualLogs.lift(nine).orElseThrow().getEncoded(true)))
                .isEqualTo(nine);
        assertThat(EqualLogs.lift(
                        new X25519PublicKeyParameters(recipient.publicKey().encoded()).getEncoded()))
                .isPresent();
        assertThat(EqualLogs.lift(little(BigInteger.TWO))).as("on the twist").isEmpty();
    }

    private static byte[] little(BigInteger value) {
        byte[] bytes = new byte[32];
        bytes[0] = value.byteValueExact();
        return bytes;
    }
}
