package io.weir.client.committee;

import io.weir.client.secure.HiddenRound;
import io.weir.privacy.identity.Signatures;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.CloseAck;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which members have acknowledged which lists, by valid signatures. */
final class AckCount {
    /** An honest member signs one; a dishonest one shall not fill the memory. */
    private static final int DIGESTS_MAX = 4;

    private final HiddenRound round;
    private final Map<Integer, Map<String, Set<ByteBuffer>>> digests = new HashMap<>();

    AckCount(HiddenRound round) {
        this.round = round;
    }

    void add(CloseAck ack) {
        boolean known =
                round.committee().contains(ack.getMember()) && ack.getGroup() >= 0 && ack.getGroup() < round.groups();
        if (!known) {
            return;
        }
        Set<ByteBuffer> of = digests.computeIfAbsent(ack.getGroup(), group -> new HashMap<>())
                .computeIfAbsent(ack.getMember(), member -> new HashSet<>());
        boolean valid = of.size() < DIGESTS_MAX
                && !of.contains(ack.getCloseDigest())
                && Signatures.verify(
                        round.publicKey(ack.getMember()).orElseThrow(),
                        ack.getSignatureAlgorithm(),
                        SecureDigests.ack(ack),
                        Bytes.copy(ack.getSignature()));
        if (valid) {
            of.add(ack.getCloseDigest());
        }
    }

    /** Members that acknowledged a list of a group. */
    long count(int group, ByteBuffer closeDigest) {
        return digests.getOrDefault(group, Map.of()).values().stream()
                .filter(of -> of.contains(closeDigest))
                .count();
    }
}
