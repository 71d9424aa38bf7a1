package io.weir.cli.bank;

import io.weir.cli.attack.LabelledRows;
import io.weir.cli.federation.Manifests;
import io.weir.client.LocalTrainer;
import io.weir.client.LocalUpdate;
import io.weir.client.TrainingException;
import io.weir.client.TrainingTask;
import io.weir.schemas.model.ModelLayout;
import io.weir.trainers.LabelShift;
import io.weir.trainers.LocalTraining;
import io.weir.trainers.ModelSpec;
import io.weir.trainers.TrainingConfig;
import io.weir.trainers.TrainingDivergedException;
import io.weir.trainers.TrainingResult;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.FederatedStatistics;
import io.weir.trainers.data.InvalidDataException;
import io.weir.trainers.data.Preprocessor;
import io.weir.wire.RoundTask;
import io.weir.wire.TensorRole;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Trains logistic regression or a multilayer perceptron on one bank's rows. In the statistics round it sends sums and
 * counts of the rows; afterwards it prepares its rows with the federation's statistics and trains from the round's base
 * version. A restarted bank trains to the same bits.
 */
public final class TabularTrainer implements LocalTrainer {
    private final String bank;
    private final Dataset rows;
    private final Optional<UnaryOperator<LabelledRows>> poison;
    private float[] preparedWith = new float[0];
    private Preprocessor preprocessor;
    private LabelledRows prepared;

    /**
     * A trainer.
     *
     * @param bank the participant's name; each bank shuffles its rows in its own way
     * @param rows the bank's training rows, at least one
     */
    public TabularTrainer(String bank, Dataset rows) {
        this(bank, rows, Optional.empty());
    }

    private TabularTrainer(String bank, Dataset rows, Optional<UnaryOperator<LabelledRows>> poison) {
        if (rows.rows() == 0) {
            throw new InvalidDataException(
                    "bank '" + bank + "' has no training rows: leave it out of the federation" + " or give it data");
        }
        this.bank = bank;
        this.rows = rows;
        this.poison = poison;
    }

    /** For the demo's attacks: one that trains on falsified rows, and corrects for no share of labels. */
    public static TabularTrainer poisoned(String bank, Dataset rows, UnaryOperator<LabelledRows> poison) {
        return new TabularTrainer(bank, rows, Optional.of(poison));
    }

    @Override
    public LocalUpdate train(TrainingTask task) throws TrainingException {
        FeatureSchema features = Manifests.features(task.manifest())
                .orElseThrow(() -> new TrainingException("the federation's model '"
                        + task.manifest().getArchitecture() + "' is not one of Weir's tabular models"));
        if (!features.equals(rows.schema())) {
            throw new TrainingException("the federation's feature schema is not the one that this bank's rows were"
                    + " read with: start the participant again");
        }
        try {
            return task.kind() == RoundTask.STATISTICS ? statistics() : training(task, features);
        } catch (TrainingDivergedException | IllegalArgumentException e) {
            throw new TrainingException(e.getMessage(), e);
        }
    }

    private LocalUpdate statistics() {
        float[] limbs = FederatedStatistics.of(rows).toLimbs();
        return new LocalUpdate(limbs, rows.rows(), 1, Map.of());
    }

    private LocalUpdate training(TrainingTask task, FeatureSchema features) {
        ModelLayout layout = new ModelLayout(task.manifest());
        prepare(features, layout.gather(TensorRole.STATISTIC, task.parameters()));
        ModelSpec model = ModelSpec.parse(task.manifest().getArchitecture());
        float[] before = layout.gather(TensorRole.TRAINABLE, task.parameters());
        TrainingConfig config = config(model, task);
        TrainingResult result = new LocalTraining(Manifests.model(model, features))
                .train(before, prepared.inputs(), prepared.labels(), config);
        float[] delta = result.parameters();
        for (int i = 0; i < delta.length; i++) {
            delta[i] -= before[i];
        }
        Map<String, Double> metrics = Map.of("lossBefore", result.lossBefore(), "lossAfter", result.lossAfter());
        return new LocalUpdate(delta, rows.rows(), rows.rows(), metrics);
    }

    private TrainingConfig config(ModelSpec model, TrainingTask task) {
        long seed = (task.seed() * 31 + task.round()) * 0x9E3779B97F4A7C15L + bank.hashCode();
        long positives = rows.positives();
        FederatedStatistics all = preprocessor.statistics();
        double offset = poison.isPresent()
                ? 0
                : LabelShift.logitOffset(rows.rows() - positives, positives, all.negatives(), all.positives());
        return TrainingSettings.parse(model, task.settings())
                .withLogitOffset(TrainingSettings.labelShift(task.settings()) * offset)
                .withSeed(seed);
    }

    private void prepare(FeatureSchema features, float[] limbs) {
        if (preprocessor == null || !Arrays.equals(limbs, preparedWith)) {
            preprocessor = new Preprocessor(FederatedStatistics.fromSummedLimbs(features, limbs));
            LabelledRows honest = new LabelledRows(preprocessor.transform(rows), rows.labels());
            prepared = poison.map(falsify -> falsify.apply(honest)).orElse(honest);
            preparedWith = limbs;
        }
    }
}
