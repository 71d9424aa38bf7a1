package io.weir.cli.demo;

import io.weir.cli.bank.TrainingSettings;
import io.weir.cli.federation.Manifests;
import io.weir.cli.report.DemoResult.Score;
import io.weir.schemas.model.Initializers;
import io.weir.schemas.model.ModelLayout;
import io.weir.trainers.LocalTraining;
import io.weir.trainers.ModelSpec;
import io.weir.trainers.TabularModel;
import io.weir.trainers.TrainingConfig;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.FederatedStatistics;
import io.weir.trainers.data.Preprocessor;
import io.weir.wire.ModelManifest;
import io.weir.wire.TensorRole;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the same model reaches without a federation: each bank alone, and all rows in one place. */
final class Baselines {
    /** @param byBank each bank's model, trained on its own rows alone */
    record Result(Map<String, Score> byBank, Score localOnly, Score pooled) {}

    private final DemoOptions options;
    private final ModelSpec spec;
    private final ModelManifest manifest;
    private final Scores scores;

    Baselines(DemoOptions options, ModelManifest manifest, Scores scores) {
        this.options = options;
        this.spec = options.model();
        this.manifest = manifest;
        this.scores = scores;
    }

    /** Trains with the federation's start, epochs and rounds; stops early when interrupted. */
    Result train(DemoData data) throws InterruptedException {
        Map<String, Score> byBank = new LinkedHashMap<>();
        double auc = 0;
        double ap = 0;
        for (DemoData.Bank bank : data.banks()) {
            Score score = train(bank.train());
            byBank.put(bank.name(), score);
            auc += score.auc();
            ap += score.ap();
        }
        int banks = data.banks().size();
        return new Result(byBank, new Score(auc / banks, ap / banks), train(data.train()));
    }

    private Score train(Dataset rows) throws InterruptedException {
        FeatureSchema features = rows.schema();
        Preprocessor preprocessor = new Preprocessor(FederatedStatistics.of(rows));
        float[] inputs = preprocessor.transform(rows);
        TabularModel model = Manifests.model(spec, features);
        float[] parameters = new ModelLayout(manifest).gather(TensorRole.TRAINABLE, Initializers.initialise(manifest));
        TrainingConfig config = TrainingSettings.parse(spec, options.training());
        LocalTraining training = new LocalTraining(model);
        for (int round = 1; round <= options.rounds(); round++) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the demo is ending");
            }
            parameters = training.train(parameters, inputs, rows.labels(), config.withSeed(options.seed() + round))
                    .parameters();
        }
        return scores.of(model, parameters, preprocessor);
    }
}
