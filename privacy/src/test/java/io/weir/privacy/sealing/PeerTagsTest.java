package io.weir.privacy.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.privacy.hpke.HpkeException;
import io.weir.privacy.hpke.HpkeKeyPair;
import io.weir.privacy.hpke.HpkePublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PeerTagsTest {
    private static final byte[] MESSAGE = "sum these".getBytes(UTF_8);
    private static final byte[] ROUND = "round 1".getBytes(UTF_8);

    private final List<HpkeKeyPair> pairs =
            Stream.generate(HpkeKeyPair::generate).limit(3).toList();
    private final List<HpkePublicKey> keys =
            pairs.stream().map(HpkeKeyPair::publicKey).toList();

    private PeerTags holder(int index) {
        return new PeerTags(pairs.get(index), keys, ROUND);
    }

    @Test
    void everyHolderAcceptsWhatAnotherOneOrItselfSays() {
        byte[] tags = holder(1).of(MESSAGE);

        assertThat(holder(1).index()).isEqualTo(1);
        for (int reader = 0; reader < 3; reader++) {
            assertThat(holder(reader).accepts(1, MESSAGE, tags)).isTrue();
        }
    }

    @Test
    void aChangedMessageOrTagIsNotAccepted() {
        byte[] tags = holder(1).of(MESSAGE);
        byte[] changed = tags.clone();
        changed[2 * PeerTags.BYTES] ^= 1;

        assertThat(holder(2).accepts(1, "sum those".getBytes(UTF_8), tags)).isFalse();
        assertThat(holder(2).accepts(1, MESSAGE, changed)).isFalse();
        assertThat(holder(0).accepts(1, MESSAGE, changed)).isTrue();
    }

    @Test
    void nobodySpeaksForAnother() {
        assertThat(holder(2).accepts(0, MESSAGE, holder(1).of(MESSAGE))).isFalse();
    }

    /** What was said to a holder does not serve it, or whoever reads along, to say the same. */
    @Test
    void whatWasSaidCannotBeSentBack() {
        byte[] said = holder(1).of(MESSAGE);
        byte[] back = said.clone();
        System.arraycopy(said, 0, back, PeerTags.BYTES, PeerTags.BYTES);

        assertThat(holder(1).accepts(0, MESSAGE, back)).isFalse();
    }

    @Test
    void aTagOfAnotherRoundIsNotAccepted() {
        byte[] tags = new PeerTags(pairs.get(1), keys, "round 2".getBytes(UTF_8)).of(MESSAGE);

        assertThat(holder(0).accepts(1, MESSAGE, tags)).isFalse();
    }

    @Test
    void whoHasNoneOfTheKeysIsNotAccepted() {
        HpkeKeyPair stranger = HpkeKeyPair.generate();
        List<HpkePublicKey> others = List.of(keys.get(0), stranger.publicKey(), keys.get(2));

        assertThat(holder(0).accepts(1, MESSAGE, new PeerTags(stranger, others, ROUND).of(MESSAGE)))
                .isFalse();
        assertThatThrownBy(() -> new PeerTags(stranger, keys, ROUND)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nonsenseIsNotAccepted() {
        byte[] tags = holder(1).of(MESSAGE);

        assertThat(holder(0).accepts(-1, MESSAGE, tags)).isFalse();
        assertThat(holder(0).accepts(3, MESSAGE, tags)).isFalse();
        assertThat(holder(0).accepts(1, MESSAGE, Arrays.copyOf(tags, tags.length - 1)))
                .isFalse();
        assertThat(holder(0).accepts(1, MESSAGE, new byte[0])).isFalse();
    }

    @Test
    void aKeyOfSmallOrderIsRefused() {
        List<HpkePublicKey> weak = List.of(keys.get(0), HpkePublicKey.of(new byte[HpkePublicKey.BYTES]));

        assertThatThrownBy(() -> new PeerTags(pairs.get(0), weak, ROUND)).isInstanceOf(HpkeException.class);
    }

    /** RFC 7748, section 6.1. */
    @Test
    void agreementsAreThoseOfX25519() {
        HpkeKeyPair alice = HpkeKeyPair.of(hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
        HpkePublicKey bob = HpkePublicKey.of(hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));

        assertThat(alice.agree(bob)).isEqualTo(hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
