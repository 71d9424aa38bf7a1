package io.weir.aggregator.testkit;

import io.weir.aggregator.testkit.Federation.Sent;
import io.weir.privacy.hpke.HpkePublicKey;
import io.weir.privacy.sealing.SealingContext;
import io.weir.privacy.sealing.UpdateSealer;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.Digests;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The federation's banks when they seal their updates. */
public final class SealingBanks {
    private final Federation federation;

    public SealingBanks(Federation federation) {
        this.federation = federation;
    }

    /** Chunks and commits, sealed for the round's keys. */
    public List<Sent> update(RoundOpened opened, String bank, float[] delta, int weight) {
        return sent(opened, bank, sealed(opened, opened, bank, bank, delta, weight));
    }

    /**
     * What a dishonest bank may send.
     *
     * @param announced the round whose keys and digest it seals for
     * @param context in whose name it seals
     */
    public List<UpdateChunk> sealed(
            RoundOpened opened, RoundOpened announced, String bank, String context, float[] delta, int weight) {
        List<UpdateChunk> plain = federation.chunks(opened, bank, delta, weight);
        List<HpkePublicKey> keys = announced.getAttested().getKeys().stream()
                .map(key -> HpkePublicKey.of(Bytes.copy(key.getHpkeKey())))
                .toList();
        List<byte[]> payloads = new UpdateSealer(federation.identity(context)::secret)
                .seal(
                        new SealingContext(Digests.configDigest(announced), context, weight, plain.size()),
                        keys,
                        plain.stream()
                                .map(chunk -> Bytes.copy(chunk.getPayload()))
                                .toList());
        List<UpdateChunk> chunks = new ArrayList<>();
        for (int c = 0; c < plain.size(); c++) {
            chunks.add(with(plain.get(c), payloads.get(c)));
        }
        return chunks;
    }

    /** The same chunk with another payload. */
    public static UpdateChunk with(UpdateChunk chunk, byte[] payload) {
        return UpdateChunk.newBuilder(chunk)
                .setPayload(ByteBuffer.wrap(payload))
                .setSha256(ByteBuffer.wrap(Digests.sha256(payload)))
                .build();
    }

    /** Chunks with a signed commit behind them. */
    public List<Sent> sent(RoundOpened opened, String bank, List<UpdateChunk> chunks) {
        List<Sent> sent = new ArrayList<>();
        chunks.forEach(chunk -> sent.add(federation.frame(chunk, chunk.getChunkIndex() % opened.getPartitions())));
        int used = Math.min(opened.getPartitions(), chunks.size());
        for (int partition = 0; partition < used; partition++) {
            sent.add(federation.frame(
                    federation.sign(federation.commit(opened, bank, chunks).build()), partition));
        }
        return sent;
    }
}
