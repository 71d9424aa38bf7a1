package io.weir.cli.audit;

import io.weir.aggregator.audit.RecomputedRound;
import io.weir.aggregator.audit.SumScale;
import io.weir.publisher.ModelStep;
import io.weir.publisher.optimizer.AggregateScale;
import io.weir.publisher.optimizer.ServerOptimizers;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.LedgerRecord;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The version that a recomputed round makes, with the optimizer that the round announced. */
final class ModelRecomputation {
    private final FederationRecords records;
    private final ModelAudit models;

    ModelRecomputation(FederationRecords records, ModelAudit models) {
        this.records = records;
        this.models = models;
    }

    /** The model's digest; empty if the base version is not retained, or is not what the ledger says. */
    Optional<String> digest(RoundOpened opened, RecomputedRound round) {
        return digest(opened, round.verdict(), round.sums());
    }

    /**
     * The same for a sum that was recorded.
     *
     * @param byChunk the sum by chunk index
     */
    Optional<String> digest(RoundOpened opened, Verdict verdict, Map<Integer, long[]> byChunk) {
        VectorChunks layout = new VectorChunks(opened.getParameterCount(), opened.getChunkParameters());
        List<ModelStep.Slice> slices = new ArrayList<>();
        byChunk.forEach((chunk, sums) -> slices.add(new ModelStep.Slice(Math.toIntExact(layout.first(chunk)), sums)));
        ModelStep.Sums sums = new ModelStep.Sums(
                new AggregateScale(SumScale.bits(opened, verdict), verdict.getTotalWeight()), slices);
        if (opened.getTask() == RoundTask.STATISTICS) {
            return Optional.of(ModelStep.first(models.manifest(), Optional.of(sums)))
                    .map(this::digest);
        }
        return records.ledger().stream()
                .map(Located::value)
                .filter(entry -> entry.getVersion() == opened.getBaseVersion())
                .findFirst()
                .flatMap(this::base)
                .map(base -> digest(ModelStep.next(
                        models.manifest(),
                        base,
                        sums,
                        ServerOptimizers.named(opened.getOptimizer(), opened.getOptimizerParameters()))));
    }

    private Optional<float[]> base(LedgerRecord ledger) {
        return models.load(ledger, new ArrayList<>());
    }

    private String digest(float[] full) {
        return Digests.modelDigest(models.manifest(), full);
    }
}
