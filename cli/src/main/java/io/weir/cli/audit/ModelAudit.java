package io.weir.cli.audit;

import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.arrow.PayloadException;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.model.ModelLayout;
import io.weir.wire.LedgerRecord;
import io.weir.wire.ModelChunk;
import io.weir.wire.ModelManifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Puts retained versions together and holds them against the ledger. */
final class ModelAudit {
    private final FederationRecords records;
    private final AuditSource source;
    private final Deserializer<SpecificRecord> deserializer;
    private final ModelManifest manifest;

    ModelAudit(
            FederationRecords records,
            AuditSource source,
            Deserializer<SpecificRecord> deserializer,
            ModelManifest manifest) {
        this.records = records;
        this.source = source;
        this.deserializer = deserializer;
        this.manifest = manifest;
    }

    ModelManifest manifest() {
        return manifest;
    }

    /** Whether any of the version's chunks is there. */
    boolean isRetained(long version) {
        return !records.chunks(version).isEmpty();
    }

    /**
     * The version's full vector.
     *
     * @param findings takes what does not hold
     * @return empty if something does not hold, or the version is not retained
     */
    Optional<float[]> load(LedgerRecord ledger, List<Finding> findings) {
        Map<Integer, Located<ChunkFacts>> chunks = records.chunks(ledger.getVersion());
        if (chunks.isEmpty()) {
            return Optional.empty();
        }
        int before = findings.size();
        float[] full = new float[new ModelLayout(manifest).parameterCount()];
        int next = 0;
        Located<ChunkFacts> any = chunks.values().iterator().next();
        for (int index = 0; index < any.value().count(); index++) {
            Located<ChunkFacts> chunk = chunks.get(index);
            if (chunk == null) {
                findings.add(any.finding("version " + ledger.getVersion() + " has no chunk " + index + " of "
                        + any.value().count()));
                return Optional.empty();
            }
            if (chunk.value().count() != any.value().count()
                    || !chunk.value().federation().equals(ledger.getFederation())) {
                findings.add(chunk.finding("chunk " + index + " of version " + ledger.getVersion()
                        + " is said to be one of " + chunk.value().count() + " of federation '"
                        + chunk.value().federation() + "'; expected is one of "
                        + any.value().count() + " of '"
                        + ledger.getFederation() + "'"));
                return Optional.empty();
            }
            next = decode(chunk, full, next, findings);
            if (findings.size() > before) {
                return Optional.empty();
            }
        }
        String digest = Digests.modelDigest(manifest, full);
        if (next != full.length || !digest.equals(ledger.getModelDigest())) {
            findings.add(any.finding("version " + ledger.getVersion() + " has digest " + digest
                    + " over its chunks, the ledger says " + ledger.getModelDigest()));
            return Optional.empty();
        }
        return Optional.of(full);
    }

    private int decode(Located<ChunkFacts> chunk, float[] full, int next, List<Finding> findings) {
        ChunkFacts facts = chunk.value();
        String named = "chunk " + facts.index() + " of version " + facts.version() + " ";
        if (!facts.stated().equals(facts.computed())) {
            findings.add(chunk.finding(named + "states SHA-256 " + Digests.hex(facts.stated()) + ", its payload has "
                    + Digests.hex(facts.computed())));
            return next;
        }
        int[] position = {next};
        source.read(chunk.topic(), chunk.partition(), chunk.offset(), chunk.offset() + 1, record -> {
            ModelChunk whole = (ModelChunk) deserializer.deserialize(chunk.topic(), record.value());
            if (whole.getFirstParameter() != next || whole.getLength() < 1 || whole.getLength() > full.length - next) {
                findings.add(chunk.finding(named + "holds " + whole.getLength() + " parameters from "
                        + whole.getFirstParameter() + "; expected is " + next + " of " + full.length));
                return;
            }
            try {
                ArrowCodecs.decodeFloats(whole.getCodec(), whole.getPayload(), whole.getLength(), full, next);
                position[0] = next + whole.getLength();
            } catch (PayloadException e) {
                findings.add(chunk.finding(named + "does not decode: " + e.getMessage()));
            }
        });
        return position[0];
    }
}
