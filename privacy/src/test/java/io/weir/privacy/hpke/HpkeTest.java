package io.weir.privacy.hpke;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HpkeTest {
    private static final byte[] INFO = "weir test".getBytes(UTF_8);
    private static final byte[] AAD = "beside".getBytes(UTF_8);
    private static final byte[] MESSAGE = "Beauty is truth, truth beauty".getBytes(UTF_8);

    /** RFC 9180, appendix A.1.1 (base mode), sequence number 0. */
    @Test
    void opensTheVectorOfTheStandard() {
        HpkeKeyPair recipient = HpkeKeyPair.of(hex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"));

        byte[] opened = recipient.open(
                hex("4f6465206f6e2061204772656369616e2055726e"),
                hex("436f756e742d30"),
                hex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
                        + "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
                        + "6d8770ac83d07bea87e13c512a"));

        assertThat(opened).isEqualTo(MESSAGE);
        assertThat(recipient.publicKey().encoded())
                .isEqualTo(hex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d"));
    }

    /** The same vector, from its ikmE on. */
    @Test
    void sealsTheVectorOfTheStandard() {
        byte[] sealed = HpkePublicKey.of(hex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d"))
                .sealDerived(
                        hex("4f6465206f6e2061204772656369616e2055726e"),
                        hex("436f756e742d30"),
                        MESSAGE,
                        hex("7268600d403fce431561aef583ee1613527cff655c1343f29812e66706df3234"));

        assertThat(sealed)
                .isEqualTo(hex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
                        + "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
                        + "6d8770ac83d07bea87e13c512a"));
    }

    @Property(tries = 20)
    void opensWhatWasSealed(@ForAll @Size(max = 300) byte[] message, @ForAll @Size(max = 40) byte[] aad) {
        HpkeKeyPair pair = HpkeKeyPair.generate();

        byte[] opened = pair.open(INFO, aad, pair.publicKey().seal(INFO, aad, message));

        assertThat(opened).isEqualTo(message);
    }

    @Test
    void survivesEncodingOfBothKeys() {
        HpkeKeyPair pair = HpkeKeyPair.generate();

        HpkeKeyPair read = HpkeKeyPair.of(pair.privateKey());

        byte[] sealed = HpkePublicKey.of(pair.publicKey().encoded()).seal(INFO, AAD, MESSAGE);
        assertThat(read.open(INFO, AAD, sealed)).isEqualTo(MESSAGE);
        assertThat(read.publicKey()).isEqualTo(pair.publicKey());
    }

    @Test
    void twoSealsOfOneMessageDiffer() {
        HpkePublicKey key = HpkeKeyPair.generate().publicKey();

        assertThat(key.seal(INFO, AAD, MESSAGE)).isNotEqualTo(key.seal(INFO, AAD, MESSAGE));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 32, 50, 76})
    void aChangedByteDoesNotOpen(int at) {
        HpkeKeyPair pair = HpkeKeyPair.generate();
        byte[] sealed = pair.publicKey().seal(INFO, AAD, MESSAGE);
        sealed[at] ^= 1;

        assertThatThrownBy(() -> pair.open(INFO, AAD, sealed))
                .isInstanceOf(HpkeException.class)
                .hasMessageContaining("does not open");
    }

    @Test
    void opensNeitherForAnotherPurposeNorBesideOtherDataNorWithAnotherKey() {
        HpkeKeyPair pair = HpkeKeyPair.generate();
        byte[] sealed = pair.publicKey().seal(INFO, AAD, MESSAGE);

        assertThatThrownBy(() -> pair.open(AAD, AAD, sealed)).isInstanceOf(HpkeException.class);
        assertThatThrownBy(() -> pair.open(INFO, INFO, sealed)).isInstanceOf(HpkeException.class);
        assertThatThrownBy(() -> HpkeKeyPair.generate().open(INFO, AAD, sealed)).isInstanceOf(HpkeException.class);
    }

    @Test
    void refusesKeysAndMessagesThatAreNone() {
        HpkeKeyPair pair = HpkeKeyPair.generate();

        assertThatThrownBy(() -> HpkePublicKey.of(new byte[31])).hasMessageContaining("32 bytes, this one 31");
        assertThatThrownBy(() -> HpkeKeyPair.of(new byte[33])).hasMessageContaining("32 bytes, this one 33");
        assertThatThrownBy(() -> pair.open(INFO, AAD, new byte[47])).hasMessageContaining("cut off");
        assertThatThrownBy(() -> HpkePublicKey.of(new byte[32]).seal(INFO, AAD, MESSAGE))
                .isInstanceOf(HpkeException.class)
                .hasMessageContaining("small order");
    }

    @Test
    void noPrivateKeyIsPrinted() {
        HpkeKeyPair pair = HpkeKeyPair.generate();

        assertThat(pair.toString()).doesNotContain(HexFormat.of().formatHex(pair.privateKey()));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
