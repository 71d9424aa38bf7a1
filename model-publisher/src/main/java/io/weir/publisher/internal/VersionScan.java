package io.weir.publisher.internal;

import io.weir.publisher.PublishedModel;
import io.weir.schemas.Keys;
import io.weir.schemas.model.ModelLayout;
import io.weir.schemas.serde.WireTrust;
import io.weir.wire.LedgerRecord;
import io.weir.wire.ModelChunk;
import io.weir.wire.ModelHead;
import io.weir.wire.ModelManifest;
import java.util.HashMap;
import java.util.Map;

/** Finds the chunks of one version among all that are retained. */
public final class VersionScan {
    static {
        WireTrust.install();
    }

    private VersionScan() {}

    /** Reads the models topic from its start and keeps only the chunks of the version that {@code ledger} names. */
    public static PublishedModel read(TopicTail models, LedgerRecord ledger, ModelManifest manifest) {
        String prefix = Keys.modelPrefix(ledger.getVersion());
        Map<Integer, ModelChunk> chunks = new HashMap<>();
        models.catchUp(row -> {
            if (row.key() == null || !row.key().startsWith(prefix)) {
                return;
            }
            if (row.value() instanceof ModelChunk chunk) {
                chunks.put(chunk.getChunkIndex(), chunk);
            } else {
                chunks.remove(
                        ModelKey.parse(row.key()).map(ModelKey::chunkIndex).orElse(-1));
            }
        });
        int chunkCount = chunks.values().stream()
                .findAny()
                .map(ModelChunk::getChunkCount)
                .orElse(0);
        return ModelAssembly.assemble(head(ledger, manifest, chunkCount), chunks);
    }

    private static ModelHead head(LedgerRecord ledger, ModelManifest manifest, int chunkCount) {
        return ModelHead.newBuilder()
                .setFederation(ledger.getFederation())
                .setVersion(ledger.getVersion())
                .setParentVersion(ledger.getParentVersion())
                .setRound(ledger.getRound())
                .setDigest(ledger.getModelDigest())
                .setParentDigest(ledger.getParentDigest())
                .setManifest(manifest)
                .setParameterCount(new ModelLayout(manifest).parameterCount())
                .setChunkCount(chunkCount)
                .setPublishedAtMs(ledger.getPublishedAtMs())
                .setParticipantsRoot(ledger.getParticipantsRoot())
                .setVerdictDigest(ledger.getVerdictDigest())
                .setConfigDigest(ledger.getConfigDigest())
                .setSoftware(ledger.getSoftware())
                .setJvm(ledger.getJvm())
                .build();
    }
}
