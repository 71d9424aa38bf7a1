package io.weir.privacy.hpke;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What opens one sealed message to everyone, and shows that it is the right thing: the Diffie–Hellman point D = s·E of the recipient's
 * key s and the message's encapsulated key E, with a proof that it has the same logarithm to the base E as the public key has to
 * the curve's generator (Chaum, Pedersen 1992, "Wallet databases with observers", section 3.2; Fiat–Shamir with SHA-512). It says
 * nothing about s and opens no other message.
 *
 * @param point compressed, on the curve's Weierstrass form
 * @param challenge in [0, ℓ), big-endian
 * @param response in [0, ℓ), big-endian
 */
@SuppressWarnings("ArrayRecordComponent") // checked; never compared
record Disclosure(byte[] point, byte[] challenge, byte[] response) {
    private static final int POINT_BYTES = 33;
    private static final int SCALAR_BYTES = 32;

    byte[] toBytes() {
        return ByteBuffer.allocate(POINT_BYTES + 2 * SCALAR_BYTES)
                .put(point)
                .put(challenge)
                .put(response)
                .array();
    }

    /** @throws IllegalArgumentException if the length is another */
    static Disclosure fromBytes(byte[] bytes) {
        if (bytes.length != POINT_BYTES + 2 * SCALAR_BYTES) {
            throw new IllegalArgumentException(
                    "a disclosure has " + (POINT_BYTES + 2 * SCALAR_BYTES) + " bytes, this one " + bytes.length);
        }
        return new Disclosure(
                Arrays.copyOf(bytes, POINT_BYTES),
                Arrays.copyOfRange(bytes, POINT_BYTES, POINT_BYTES + SCALAR_BYTES),
                Arrays.copyOfRange(bytes, POINT_BYTES + SCALAR_BYTES, bytes.length));
    }
}
