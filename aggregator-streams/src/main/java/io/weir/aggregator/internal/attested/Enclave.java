package io.weir.aggregator.internal.attested;

import io.weir.privacy.attestation.Evidence;
import io.weir.privacy.attestation.EvidenceProvider;
import io.weir.privacy.attestation.ReportData;
import io.weir.privacy.hpke.HpkeKeyPair;
import io.weir.privacy.sealing.UpdateOpener;
import io.weir.wire.EnclaveKey;
import io.weir.wire.RoundOpened;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The key pairs of this process, which all of its tasks share: a fresh one for each round, in memory only. Who takes the
 * process over later opens nothing of earlier rounds, and a process that was restarted nothing of the round that is open.
 */
public final class Enclave {
    /** A task may still be at the round before; none is two rounds behind, since every task is asked for every round. */
    private static final int ROUNDS_KEPT = 2;

    private record Held(HpkeKeyPair pair, EnclaveKey key) {}

    private final EvidenceProvider provider;
    private final byte[] topologyDigest;
    private final Map<ByteBuffer, Held> byEpoch = new LinkedHashMap<>();

    /**
     * An enclave without keys.
     *
     * @param provider of evidence
     * @param topologyDigest what evidence is bound to besides key and epoch, 32 bytes
     */
    public Enclave(EvidenceProvider provider, byte[] topologyDigest) {
        this.provider = provider;
        this.topologyDigest = topologyDigest.clone();
    }

    /**
     * The key for an epoch, the same whenever it is asked for.
     *
     * @throws io.weir.privacy.attestation.EvidenceException if there is no evidence to be had
     */
    public synchronized EnclaveKey key(ByteBuffer epoch) {
        Held held = byEpoch.get(epoch);
        if (held == null) {
            held = make(epoch);
            byEpoch.put(epoch, held);
            Iterator<ByteBuffer> oldest = byEpoch.keySet().iterator();
            while (byEpoch.size() > ROUNDS_KEPT) {
                oldest.next();
                oldest.remove();
            }
        }
        return held.key();
    }

    private Held make(ByteBuffer epoch) {
        byte[] nonce = new byte[epoch.remaining()];
        epoch.duplicate().get(nonce);
        HpkeKeyPair pair = HpkeKeyPair.generate();
        Evidence evidence = provider.report(ReportData.of(pair.publicKey(), topologyDigest, nonce));
        List<ByteBuffer> endorsements = evidence.endorsements().stream()
                .map(endorsement -> ByteBuffer.wrap(endorsement.content()))
                .toList();
        return new Held(
                pair,
                new EnclaveKey(
                        ByteBuffer.wrap(pair.publicKey().encoded()),
                        ByteBuffer.wrap(topologyDigest),
                        evidence.tee().word(),
                        ByteBuffer.wrap(evidence.bytes()),
                        endorsements));
    }

    /** Opens the updates of an attested round, if one of the keys that they are sealed for is here. */
    public synchronized Optional<UpdateOpener> opener(RoundOpened opened) {
        List<EnclaveKey> keys = opened.getAttested().getKeys();
        for (int index = 0; index < keys.size(); index++) {
            ByteBuffer announced = keys.get(index).getHpkeKey();
            for (Held held : byEpoch.values()) {
                if (held.key().getHpkeKey().equals(announced)) {
                    return Optional.of(new UpdateOpener(held.pair(), index, keys.size()));
                }
            }
        }
        return Optional.empty();
    }
}
