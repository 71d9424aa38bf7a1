package io.weir.aggregator.internal.guard;

import io.weir.aggregator.internal.attested.Enclave;
import io.weir.privacy.attestation.EvidenceException;
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

/** Gathers the keys of a round: of every process that has a slice task, for which updates are to be sealed, and the guard's own. */
final class EnclaveKeys {
    private static final Logger LOG = LoggerFactory.getLogger(EnclaveKeys.class);
    /** A process that has not answered for so long is asked again, or whoever has taken its tasks over. */
    private static final long ASK_AGAIN_MS = 5_000;

    private static final long NEVER = Long.MIN_VALUE;

    private final GuardState state;
    private final Optional<Enclave> enclave;
    private ByteBuffer askedEpoch = ByteBuffer.allocate(0);
    private long askedMs = NEVER;
    private boolean complained;

    /** @param enclave of the guard's process, if it is set up for attested rounds */
    EnclaveKeys(GuardState state, Optional<Enclave> enclave) {
        this.state = state;
        this.enclave = enclave;
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
                .filter(offer -> offer.getEpoch().equals(epoch)
                        && offer.getPartition() < planned.getPartitions()
                        && Enclave.isSound(offer.getKey()))
                .toList();
        int needed = planned.getPartitions();
        if (offers.size() == needed) {
            return own(planned, epoch).map(key -> RoundOpened.newBuilder(planned)
                    .setAttested(new AttestedRound(distinct(offers, key)))
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

    private Optional<EnclaveKey> own(RoundOpened planned, ByteBuffer epoch) {
        if (!complained && enclave.isEmpty()) {
            lacking(planned, "this process is not set up for that: give it weir.attestation.provider", null);
        }
        try {
            return enclave.map(held -> held.key(epoch));
        } catch (EvidenceException e) {
            if (!complained) {
                lacking(planned, e.getMessage(), e);
            }
            return Optional.empty();
        }
    }

    private void lacking(RoundOpened planned, String why, EvidenceException cause) {
        complained = true;
        LOG.atError()
                .addKeyValue("round", planned.getRound())
                .setCause(cause)
                .log("the guard has no key for an attested round: " + why);
    }

    /** One key for each process, whatever number of tasks it has. */
    private static List<EnclaveKey> distinct(List<KeyOffered> offers, EnclaveKey own) {
        TreeSet<EnclaveKey> keys = new TreeSet<>(Comparator.comparing(EnclaveKey::getHpkeKey));
        offers.forEach(offer -> keys.add(offer.getKey()));
        keys.add(own);
        return List.copyOf(keys);
    }
}
