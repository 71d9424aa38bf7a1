package io.weir.aggregator.internal.slice;

import io.weir.aggregator.internal.attested.Enclave;
import io.weir.aggregator.internal.attested.EnclaveChannels;
import io.weir.privacy.attestation.EvidenceException;
import io.weir.privacy.sealing.UpdateOpener;
import io.weir.schemas.digest.Digests;
import io.weir.wire.AttestRound;
import io.weir.wire.AuthenticatedRecord;
import io.weir.wire.KeyLost;
import io.weir.wire.KeyOffered;
import io.weir.wire.RoundOpened;
import io.weir.wire.Verdict;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task's part in attested rounds: it offers its process' key, and says when that key is not there any more. */
final class AttestedSlices {
    private static final Logger LOG = LoggerFactory.getLogger(AttestedSlices.class);

    private final Optional<Enclave> enclave;
    private final EnclaveChannels channels;
    private final Set<Long> lost = new HashSet<>();

    /** @param enclave empty if the process is not set up for attested rounds */
    AttestedSlices(Optional<Enclave> enclave, Serde<SpecificRecord> serde) {
        this.enclave = enclave;
        this.channels = new EnclaveChannels(enclave, serde);
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

    /** Whether this process has no part in the round: it can neither open its updates nor speak of them. */
    boolean isLost(RoundOpened opened) {
        return EnclaveChannels.isNeeded(opened) && channels.of(opened).isEmpty();
    }

    /** What to send in a report's place, of a round that is not lost. */
    SpecificRecord report(RoundOpened opened, String topic, SpecificRecord report) {
        return EnclaveChannels.isNeeded(opened)
                ? channels.of(opened).orElseThrow().seal(topic, report)
                : report;
    }

    /** The directive that the guard sent, of a round that is not lost; empty, and the log says so, if it did not. */
    Optional<SpecificRecord> directive(RoundOpened opened, String topic, AuthenticatedRecord record) {
        Optional<SpecificRecord> content = channels.of(opened).flatMap(channel -> channel.open(topic, record));
        if (content.isEmpty()) {
            forged(record.getRound(), "no process of the round has sent it");
        }
        return content;
    }

    /** Whether the sum that a verdict asks for may be given out; if not, the log says why. */
    boolean releases(RoundOpened opened, Verdict verdict) {
        boolean releases = !EnclaveChannels.isNeeded(opened)
                || enclave.orElseThrow().releases(opened, Digests.verdictDigest(verdict));
        if (!releases) {
            forged(opened.getRound(), "a sum by another verdict was given out already");
        }
        return releases;
    }

    /** A directive that is not followed. */
    void forged(long round, String why) {
        LOG.atError().addKeyValue("round", round).addKeyValue("because", why).log("a directive is not followed");
    }

    /** What to report of such a round; empty the second time. */
    Optional<KeyLost> lost(RoundOpened opened, int partition) {
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
