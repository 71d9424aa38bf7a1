package io.weir.privacy.sealing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.weir.privacy.hpke.HpkeKeyPair;
import io.weir.privacy.hpke.HpkePublicKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * Authenticates messages among the holders of a round's keys: HMAC-SHA256 (RFC 2104) under a key that sender and recipient
 * alone have, HKDF (RFC 5869) of their X25519 agreement. The context is the salt, so a tag of one round says nothing in
 * another one; the direction is in the info, so none can be sent back.
 */
public final class PeerTags {
    /** Length of a tag. */
    public static final int BYTES = 32;

    private static final String LABEL = "weir-peer-tag";

    private final int own;
    private final List<SecretKeySpec> outgoing = new ArrayList<>();
    private final List<SecretKeySpec> incoming = new ArrayList<>();

    /**
     * The tags of one holder.
     *
     * @param pair the holder's
     * @param keys of all holders, {@code pair}'s among them
     * @param context of the round, which all holders agree on
     * @throws IllegalArgumentException if {@code pair}'s key is not among {@code keys}
     * @throws io.weir.privacy.hpke.HpkeException if a key is of small order
     */
    public PeerTags(HpkeKeyPair pair, List<HpkePublicKey> keys, byte[] context) {
        byte[] mine = pair.publicKey().encoded();
        this.own = keys.stream()
                .map(key -> Arrays.equals(key.encoded(), mine))
                .toList()
                .indexOf(true);
        if (own < 0) {
            throw new IllegalArgumentException("the holder's key is not among the round's " + keys.size());
        }
        for (int peer = 0; peer < keys.size(); peer++) {
            byte[] secret = pair.agree(keys.get(peer));
            outgoing.add(key(secret, context, own, peer));
            incoming.add(key(secret, context, peer, own));
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static SecretKeySpec key(byte[] secret, byte[] context, int sender, int recipient) {
        byte[] info = ByteBuffer.allocate(LABEL.length() + 2 * Integer.BYTES)
                .put(LABEL.getBytes(US_ASCII))
                .putInt(sender)
                .putInt(recipient)
                .array();
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(secret, context, info));
        byte[] key = new byte[BYTES];
        generator.generateBytes(key, 0, key.length);
        return new SecretKeySpec(key, "HmacSHA256");
    }

    /** The holder's place among the keys. */
    public int index() {
        return own;
    }

    /** Of a message for everybody: a tag for each key, in their order. */
    public byte[] of(byte[] message) {
        ByteBuffer tags = ByteBuffer.allocate(outgoing.size() * BYTES);
        outgoing.forEach(key -> tags.put(tag(key, message)));
        return tags.array();
    }

    /**
     * Whether a message is from the holder of a key.
     *
     * @param sender place of the key among the round's; any number
     * @param tags what {@link #of} gave the sender; any bytes
     */
    public boolean accepts(int sender, byte[] message, byte[] tags) {
        if (sender < 0 || sender >= incoming.size() || tags.length != incoming.size() * BYTES) {
            return false;
        }
        byte[] mine = Arrays.copyOfRange(tags, own * BYTES, (own + 1) * BYTES);
        return MessageDigest.isEqual(mine, tag(incoming.get(sender), message));
    }

    private static byte[] tag(SecretKeySpec key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }
}
