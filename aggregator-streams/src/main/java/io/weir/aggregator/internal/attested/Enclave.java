package io.weir.aggregator.internal.attested;

import io.weir.privacy.attestation.Evidence;
import io.weir.privacy.attestation.EvidenceProvider;
import io.weir.privacy.attestation.ReportData;
import io.weir.privacy.hpke.HpkeException;
import io.weir.privacy.hpke.HpkeKeyPair;
import io.weir.privacy.hpke.HpkePublicKey;
import io.weir.privacy.sealing.PeerTags;
import io.weir.privacy.sealing.UpdateOpener;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.Digests;
import io.weir.wire.EnclaveKey;
import io.weir.wire.RoundOpened;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/**
 * The key pairs of this process, which all of its tasks share: a fresh one for each round, in memory only. Who takes the
 * process over later opens nothing of earlier rounds, and a process that was restarted nothing of the round that is open.
 */
public final class Enclave {
    /** A task may still be at the round before; none is two rounds behind, since every task is asked for every round. */
    private static final int ROUNDS_KEPT = 2;

    private static final class Held {
        private final HpkeKeyPair pair;
        private final EnclaveKey key;
        /** Digest of the one verdict whose sum is given out. */
        private Optional<ByteBuffer> released = Optional.empty();

        Held(HpkeKeyPair pair, EnclaveKey key) {
            this.pair = pair;
            this.key = key;
        }
    }

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
        return held.key;
    }

    private Held make(ByteBuffer epoch) {
        HpkeKeyPair pair = HpkeKeyPair.generate();
        Evidence evidence = provider.report(ReportData.of(pair.publicKey(), topologyDigest, Bytes.copy(epoch)));
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
        return held(opened).map(held -> {
            int index = keys.stream().map(EnclaveKey::getHpkeKey).toList().indexOf(held.key.getHpkeKey());
            return new UpdateOpener(held.pair, index, keys.size());
        });
    }

    /** Whether an offered key is one at all: of the right length, and not of small order. */
    public static boolean isSound(EnclaveKey key) {
        try {
            HpkeKeyPair.generate().agree(HpkePublicKey.of(Bytes.copy(key.getHpkeKey())));
            return true;
        } catch (HpkeException e) {
            return false;
        }
    }

    /** Talks to the other processes of an attested round, if one of its keys is here and all of them are sound. */
    synchronized Optional<EnclaveChannel> channel(RoundOpened opened, Serde<SpecificRecord> serde) {
        return held(opened).flatMap(held -> tags(held, opened)).map(tags -> new EnclaveChannel(opened, tags, serde));
    }

    private static Optional<PeerTags> tags(Held held, RoundOpened opened) {
        try {
            List<HpkePublicKey> keys = opened.getAttested().getKeys().stream()
                    .map(key -> HpkePublicKey.of(Bytes.copy(key.getHpkeKey())))
                    .toList();
            return Optional.of(new PeerTags(held.pair, keys, Digests.configDigest(opened)));
        } catch (HpkeException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether this process may give out a round's sum by a verdict: it does so by one verdict only. Two sums over different
     * updates would show what they differ by.
     */
    public synchronized boolean releases(RoundOpened opened, byte[] verdictDigest) {
        ByteBuffer asked = ByteBuffer.wrap(verdictDigest);
        return held(opened)
                .map(held -> {
                    if (held.released.isEmpty()) {
                        held.released = Optional.of(asked);
                    }
                    return held.released.get().equals(asked);
                })
                .orElse(false);
    }

    private Optional<Held> held(RoundOpened opened) {
        return byEpoch.values().stream()
                .filter(held -> opened.getAttested().getKeys().stream()
                        .anyMatch(key -> key.getHpkeKey().equals(held.key.getHpkeKey())))
                .findFirst();
    }
}
