package io.weir.cli.federation;

import io.weir.schemas.model.ModelLayout;
import io.weir.trainers.ModelSpec;
import io.weir.trainers.TabularModel;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.FederatedStatistics;
import io.weir.trainers.data.InvalidDataException;
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
        return tabular(model, features, seed, StatisticsSource.ROUND);
    }

    /**
     * A tabular classifier; without a STATISTIC tensor where the feature schema says how inputs are prepared.
     *
     * @throws InvalidDataException if the schema lacks a centre and a scale that are to come from it, or has what a round
     *     is to gather
     */
    public static ModelManifest tabular(ModelSpec model, FeatureSchema features, long seed, StatisticsSource source) {
        List<TensorSpec> tensors = new ArrayList<>();
        switch (source) {
            case ROUND -> tensors.add(statistics(features));
            case SCHEMA -> requireScales(features);
        }
        model(model, features)
                .tensors()
                .forEach(tensor -> tensors.add(new TensorSpec(
                        tensor.name(), tensor.shape(), TensorRole.TRAINABLE, initializer(tensor.initializer()))));
        return new ModelManifest(model.toString(), tensors, seed, Map.of(FEATURES, features.toJson()));
    }

    private static TensorSpec statistics(FeatureSchema features) {
        if (features.namesScales()) {
            throw new InvalidDataException("the feature schema names centre and scale, which --statistics round is to"
                    + " gather: leave them out, or say --statistics schema");
        }
        return new TensorSpec(
                STATISTICS, List.of(FederatedStatistics.limbCount(features)), TensorRole.STATISTIC, Initializer.ZEROS);
    }

    private static void requireScales(FeatureSchema features) {
        List<String> unscaled = features.unscaledColumns();
        if (!unscaled.isEmpty()) {
            throw new InvalidDataException("the feature schema has no centre and scale of columns " + unscaled
                    + ": give each a \"centre\" and a \"scale\", take them from a sample with --schema-from, or say"
                    + " --statistics round, which sends sums and counts of the banks' rows");
        }
    }

    /** Where a tabular model's inputs get centre and scale from. */
    public static StatisticsSource source(ModelManifest manifest) {
        return new ModelLayout(manifest).count(TensorRole.STATISTIC) > 0
                ? StatisticsSource.ROUND
                : StatisticsSource.SCHEMA;
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
