package io.weir.cli.demo;

import io.weir.cli.federation.Manifests;
import io.weir.cli.federation.Preparation;
import io.weir.cli.report.DemoResult.Score;
import io.weir.schemas.model.ModelLayout;
import io.weir.trainers.ModelSpec;
import io.weir.trainers.TabularModel;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.Metrics;
import io.weir.trainers.data.Preprocessor;
import io.weir.wire.ModelManifest;
import io.weir.wire.TensorRole;
import java.util.Arrays;

/** Quality on the rows that the banks hold back. Models are scored on one thread; baselines may be on another. */
final class Scores {
    private final Dataset test;
    private float[] preparedWith = new float[0];
    private float[] prepared = new float[0];

    Scores(Dataset test) {
        this.test = test;
    }

    /** Of a published model: it says how its inputs are prepared. */
    Score of(ModelManifest manifest, float[] parameters) {
        FeatureSchema features = Manifests.features(manifest).orElseThrow();
        ModelLayout layout = new ModelLayout(manifest);
        float[] limbs = Preparation.limbs(manifest, parameters);
        if (prepared.length == 0 || !Arrays.equals(limbs, preparedWith)) {
            preparedWith = limbs;
            prepared = Preparation.of(features, limbs).preprocessor().transform(test);
        }
        TabularModel model = Manifests.model(ModelSpec.parse(manifest.getArchitecture()), features);
        return of(model, layout.gather(TensorRole.TRAINABLE, parameters), prepared);
    }

    /** Of parameters that were trained elsewhere. */
    Score of(TabularModel model, float[] trainable, Preprocessor preprocessor) {
        return of(model, trainable, preprocessor.transform(test));
    }

    private Score of(TabularModel model, float[] trainable, float[] inputs) {
        float[] probabilities = model.predictProbabilities(trainable, inputs, test.rows(), model.inputWidth());
        return new Score(
                Metrics.rocAuc(probabilities, test.labels()).orElse(Double.NaN),
                Metrics.averagePrecision(probabilities, test.labels()).orElse(Double.NaN));
    }
}
