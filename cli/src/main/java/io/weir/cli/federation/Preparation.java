package io.weir.cli.federation;

import io.weir.schemas.model.ModelLayout;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.FederatedStatistics;
import io.weir.trainers.data.Preprocessor;
import io.weir.wire.ModelManifest;
import io.weir.wire.TensorRole;
import java.util.Optional;

/**
 * How rows become a tabular model's inputs.
 *
 * @param statistics of all banks' rows, where the model has them; else the schema names centre and scale
 */
public record Preparation(Preprocessor preprocessor, Optional<FederatedStatistics> statistics) {
    /** By what the model's STATISTIC tensors hold. */
    public static Preparation of(FeatureSchema features, float[] limbs) {
        if (limbs.length == 0) {
            return new Preparation(Preprocessor.of(features), Optional.empty());
        }
        FederatedStatistics statistics = FederatedStatistics.fromSummedLimbs(features, limbs);
        return new Preparation(new Preprocessor(statistics), Optional.of(statistics));
    }

    /** What the model's STATISTIC tensors hold; empty if it has none. */
    public static float[] limbs(ModelManifest manifest, float[] parameters) {
        return new ModelLayout(manifest).gather(TensorRole.STATISTIC, parameters);
    }
}
