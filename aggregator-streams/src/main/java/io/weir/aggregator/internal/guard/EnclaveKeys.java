package io.weir.aggregator.internal.guard;

import io.weir.schemas.digest.AttestedDigests;
import io.weir.wire.AttestRound;
import io.weir.wire.AttestedRound;
import io.weir.wire.EnclaveKey;
import io.weir.wire.KeyOffered;
import io.weir.wire.RoundOpened;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers the keys that a round's updates are to be sealed for, from every task that will have to open some of them. */
final class EnclaveKeys {
    private static final Logger LOG = LoggerFactory.getLogger(EnclaveKeys.class);
    /** A process that has not answered for so long is asked again, or whoever has taken its tasks over. */
    private static final long ASK_AGAIN_MS = 5_000;

    private static final long NEVER = Long.MIN_VALUE;

    private final GuardState state;
    private ByteBuffer askedEpoch = ByteBuffer.allocate(0);
    private long askedMs = NEVER;

    EnclaveKeys(GuardState state) {
        this.state = state;
    }

    /**
     * The round with its keys, once they are known; as it is, if its updates are not sealed.
     *
     * @param ask asks every task
     */
    Optional<RoundOpened> complete(RoundOpened planned, long nowMs, Consumer<AttestRound> ask) {
        if (planned.getAttested() == null) {
            return Optional.of(planned);
        }
        ByteBuffer epoch = ByteBuffer.wrap(AttestedDigests.epoch(planned));
        List<KeyOffered> offers = state.offers(planned.getRound()).stream()
                .filter(offer -> offer.getEpoch().equals(epoch) && offer.getPartition() < planned.getChunkCount())
                .toList();
        int needed = Math.min(planned.getPartitions(), planned.getChunkCount());
        if (offers.size() == needed) {
            return Optional.of(RoundOpened.newBuilder(planned)
                    .setAttested(new AttestedRound(distinct(offers)))
                    .build());
        }
        if (!askedEpoch.equals(epoch) || nowMs - askedMs >= ASK_AGAIN_MS) {
            LOG.atInfo()
                    .addKeyValue("round", planned.getRound())
                    .addKeyValue("offered", offers.size())
                    .addKeyValue("needed", needed)
                    .log("asking the slice tasks for keys and evidence");
            askedEpoch = epoch;
            askedMs = nowMs;
            ask.accept(new AttestRound(planned.getFederation(), planned.getRound(), epoch));
        }
        return Optional.empty();
    }

    /** One key for each process, whatever number of tasks it has. */
    private static List<EnclaveKey> distinct(List<KeyOffered> offers) {
        TreeSet<EnclaveKey> keys = new TreeSet<>(Comparator.comparing(EnclaveKey::getHpkeKey));
        offers.forEach(offer -> keys.add(offer.getKey()));
        return List.copyOf(keys);
    }
}
