package io.weir.cli.federation;

import io.weir.trainers.ModelSpec;
import io.weir.trainers.TabularModel;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.FederatedStatistics;
import io.weir.trainers.data.Preprocessor;
import io.weir.wire.Initializer;
import io.weir.wire.ModelManifest;
import io.weir.wire.TensorRole;
import io.weir.wire.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Manifests of the models that Weir's own trainers train. */
public final class Manifests {
    /** The tensor that the statistics round fills. */
    public static final String STATISTICS = "preprocessing.statistics";

    private static final String FEATURES = "features";

    private Manifests() {}

    /**
     * A tabular classifier whose inputs are prepared with federated statistics: one STATISTIC tensor, then the model's
     * TRAINABLE tensors. The feature schema travels in the manifest, so that every bank reads its data alike.
     */
    public static ModelManifest tabular(ModelSpec model, FeatureSchema features, long seed) {
        List<TensorSpec> tensors = new ArrayList<>();
        tensors.add(new TensorSpec(
                STATISTICS, List.of(FederatedStatistics.limbCount(features)), TensorRole.STATISTIC, Initializer.ZEROS));
        model(model, features)
                .tensors()
                .forEach(tensor -> tensors.add(new TensorSpec(
                        tensor.name(), tensor.shape(), TensorRole.TRAINABLE, initializer(tensor.initializer()))));
        return new ModelManifest(model.toString(), tensors, seed, Map.of(FEATURES, features.toJson()));
    }

    /** The feature schema of a tabular model; empty for other models. */
    public static Optional<FeatureSchema> features(ModelManifest manifest) {
        return Optional.ofNullable(manifest.getProperties().get(FEATURES)).map(FeatureSchema::fromJson);
    }

    /** The trainers' model for inputs that the schema describes. */
    public static TabularModel model(ModelSpec model, FeatureSchema features) {
        return model.forInputs(Preprocessor.outputWidth(features));
    }

    private static Initializer initializer(io.weir.trainers.Initializer initializer) {
        return switch (initializer) {
            case ZEROS -> Initializer.ZEROS;
            case GLOROT_UNIFORM -> Initializer.GLOROT_UNIFORM;
            case HE_UNIFORM -> Initializer.HE_UNIFORM;
        };
    }
}
