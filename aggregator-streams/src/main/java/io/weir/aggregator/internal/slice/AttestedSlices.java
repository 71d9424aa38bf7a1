package io.weir.aggregator.internal.slice;

import io.weir.aggregator.internal.attested.Enclave;
import io.weir.privacy.attestation.EvidenceException;
import io.weir.privacy.sealing.UpdateOpener;
import io.weir.wire.AttestRound;
import io.weir.wire.KeyLost;
import io.weir.wire.KeyOffered;
import io.weir.wire.RoundOpened;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task's part in attested rounds: it offers its process' key, and says when that key is not there any more. */
final class AttestedSlices {
    private static final Logger LOG = LoggerFactory.getLogger(AttestedSlices.class);

    private final Optional<Enclave> enclave;
    private final Set<Long> lost = new HashSet<>();

    /** @param enclave empty if the process is not set up for attested rounds */
    AttestedSlices(Optional<Enclave> enclave) {
        this.enclave = enclave;
    }

    /** The task begins, perhaps again: what was reported in a transaction that was given up has to be reported again. */
    void begin() {
        lost.clear();
    }

    /** The answer to a question for a key; empty if the process cannot give one, which the log says. */
    Optional<KeyOffered> offer(AttestRound asked, int partition) {
        if (enclave.isEmpty()) {
            LOG.atError()
                    .addKeyValue("round", asked.getRound())
                    .log("the federation is attested and this process is not set up for that: give it"
                            + " weir.attestation.provider");
            return Optional.empty();
        }
        try {
            return Optional.of(new KeyOffered(
                    asked.getFederation(),
                    asked.getRound(),
                    partition,
                    asked.getEpoch(),
                    enclave.get().key(asked.getEpoch())));
        } catch (EvidenceException e) {
            LOG.atError().addKeyValue("round", asked.getRound()).setCause(e).log("no evidence, so no key is offered");
            return Optional.empty();
        }
    }

    /** What opens the round's updates; empty if they are not sealed, or not for this process. */
    Optional<UpdateOpener> opener(RoundOpened opened) {
        return opened.getAttested() == null ? Optional.empty() : enclave.flatMap(held -> held.opener(opened));
    }

    /** Whether a partition holds updates that this process cannot open. */
    boolean isLost(RoundOpened opened, int partition) {
        return opened.getAttested() != null
                && partition < opened.getChunkCount()
                && opener(opened).isEmpty();
    }

    /** What to report of such a round; empty the second time. */
    Optional<KeyLost> report(RoundOpened opened, int partition) {
        if (!lost.add(opened.getRound())) {
            return Optional.empty();
        }
        LOG.atWarn()
                .addKeyValue("round", opened.getRound())
                .addKeyValue("partition", partition)
                .log("this process has none of the keys that the round's updates are sealed for");
        return Optional.of(new KeyLost(opened.getFederation(), opened.getRound(), partition));
    }
}
