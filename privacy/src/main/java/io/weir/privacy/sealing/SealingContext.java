package io.weir.privacy.sealing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What an update is sealed for. All of it is authenticated with every payload, so that none opens elsewhere.
 *
 * @param configDigest 32 bytes: the round as it was announced, its keys included
 * @param participant whose update it is
 * @param weight of the update
 * @param chunkCount payloads that make it up
 */
public record SealingContext(byte[] configDigest, String participant, int weight, int chunkCount) {
    private static final byte[] LABEL = "weir-sealed-update-v1".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST_BYTES = 32;

    /** Checks the digest's length; every other length is written down. */
    public SealingContext {
        if (configDigest.length != DIGEST_BYTES) {
            throw new IllegalArgumentException(
                    "the configuration's digest has " + configDigest.length + " bytes: needed are " + DIGEST_BYTES);
        }
    }

    /** One encoding, which no other context shares. */
    byte[] bytes() {
        byte[] name = participant.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(LABEL.length + DIGEST_BYTES + 3 * Integer.BYTES + name.length)
                .put(LABEL)
                .put(configDigest)
                .putInt(weight)
                .putInt(chunkCount)
                .putInt(name.length)
                .put(name)
                .array();
    }
}
