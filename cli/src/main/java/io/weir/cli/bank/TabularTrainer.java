package io.weir.cli.bank;

import io.weir.cli.attack.LabelledRows;
import io.weir.cli.federation.Manifests;
import io.weir.cli.federation.Preparation;
import io.weir.cli.federation.StatisticsSource;
import io.weir.client.LocalTrainer;
import io.weir.client.LocalUpdate;
import io.weir.client.TrainingException;
import io.weir.client.TrainingTask;
import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.schemas.model.ModelLayout;
import io.weir.trainers.LocalTraining;
import io.weir.trainers.ModelSpec;
import io.weir.trainers.TrainingConfig;
import io.weir.trainers.TrainingDivergedException;
import io.weir.trainers.TrainingResult;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.FederatedStatistics;
import io.weir.trainers.data.InvalidDataException;
import io.weir.wire.RoundTask;
import io.weir.wire.TensorRole;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Trains logistic regression or a multilayer perceptron on one bank's rows. In the statistics round it sends sums and
 * counts of the rows; afterwards it prepares its rows with the federation's statistics, or with centre and scale of a
 * schema that names them, and trains from the round's base version. A restarted bank trains to the same bits, unless
 * the settings ask for differential privacy: then noise is drawn that nobody else could draw again.
 */
public final class TabularTrainer implements LocalTrainer {
    private final String bank;
    private final Dataset rows;
    private final Optional<UnaryOperator<LabelledRows>> poison;
    private final double epsilonMax;
    private final PrivateRounds privateRounds;
    private float[] preparedWith = new float[0];
    private Preparation preparation;
    private LabelledRows prepared;

    /**
     * A trainer.
     *
     * @param bank the participant's name; each bank shuffles its rows in its own way
     * @param rows the bank's training rows, at least one
     */
    public TabularTrainer(String bank, Dataset rows) {
        this(bank, rows, Double.POSITIVE_INFINITY);
    }

    /**
     * A trainer that trains in no round that promises its rows less.
     *
     * @param epsilonMax largest {@code dp.epsilon}; infinite if training need not be private
     */
    public TabularTrainer(String bank, Dataset rows, double epsilonMax) {
        this(bank, rows, Optional.empty(), epsilonMax, new PrivateRounds());
    }

    private TabularTrainer(
            String bank,
            Dataset rows,
            Optional<UnaryOperator<LabelledRows>> poison,
            double epsilonMax,
            PrivateRounds privateRounds) {
        if (rows.rows() == 0) {
            throw new InvalidDataException(
                    "bank '" + bank + "' has no training rows: leave it out of the federation" + " or give it data");
        }
        this.bank = bank;
        this.rows = rows;
        this.poison = poison;
        this.epsilonMax = epsilonMax;
        this.privateRounds = privateRounds;
    }

    /** For the demo's attacks: one that trains on falsified rows, and corrects for no share of labels. */
    public static TabularTrainer poisoned(String bank, Dataset rows, UnaryOperator<LabelledRows> poison) {
        return new TabularTrainer(bank, rows, Optional.of(poison), Double.POSITIVE_INFINITY, new PrivateRounds());
    }

    /**
     * For benchmarks: one whose noise anybody with the secret can draw again, so that a run can be repeated. It protects
     * nobody.
     *
     * @param secret 32 bytes
     */
    public static TabularTrainer repeatable(String bank, Dataset rows, byte[] secret) {
        return new TabularTrainer(bank, rows, Optional.empty(), Double.POSITIVE_INFINITY, new PrivateRounds(secret));
    }

    @Override
    public LocalUpdate train(TrainingTask task) throws TrainingException {
        try {
            FeatureSchema features = features(task);
            return task.kind() == RoundTask.STATISTICS ? statistics(task) : training(task, features);
        } catch (TrainingDivergedException | IllegalArgumentException e) {
            throw new TrainingException(e.getMessage(), e);
        }
    }

    /**
     * The round's steps with the noise of the whole plan, so that what the planned rounds cost together is at most
     * {@code dp.epsilon}.
     *
     * @throws IllegalArgumentException if {@link #train} would refuse the round
     */
    @Override
    public Optional<GaussianPlan> privacyCost(TrainingTask task) {
        features(task);
        if (task.kind() == RoundTask.STATISTICS) {
            return Optional.empty();
        }
        ModelSpec model = ModelSpec.parse(task.manifest().getArchitecture());
        TrainingConfig config = TrainingSettings.parse(model, task.settings());
        return privacy(task).map(privacy -> privateRounds.cost(privacy, rows.rows(), config, task.round()));
    }

    private FeatureSchema features(TrainingTask task) {
        FeatureSchema features = Manifests.features(task.manifest())
                .orElseThrow(() -> new IllegalArgumentException("the federation's model '"
                        + task.manifest().getArchitecture() + "' is not one of Weir's tabular models"));
        if (!features.equals(rows.schema())) {
            throw new IllegalArgumentException("the federation's feature schema is not the one that this bank's rows"
                    + " were read with: start the participant again");
        }
        return features;
    }

    private LocalUpdate statistics(TrainingTask task) {
        if (Manifests.source(task.manifest()) == StatisticsSource.SCHEMA) {
            throw new IllegalArgumentException("the round asks for sums and counts of this bank's rows, which the"
                    + " federation's model has no use for: tell the operator");
        }
        float[] limbs = FederatedStatistics.of(rows).toLimbs();
        return new LocalUpdate(limbs, rows.rows(), 1, Map.of());
    }

    private Optional<PrivacySettings> privacy(TrainingTask task) {
        Optional<PrivacySettings> privacy = PrivacySettings.parse(task.settings());
        double promised = privacy.map(PrivacySettings::epsilon).orElse(Double.POSITIVE_INFINITY);
        if (promised > epsilonMax) {
            throw new IllegalArgumentException(
                    "the round promises rows an epsilon of " + promised + ", this bank wants " + epsilonMax
                            + " at most: ask the operator for dp.epsilon, or allow more with --dp-epsilon");
        }
        return privacy;
    }

    private LocalUpdate training(TrainingTask task, FeatureSchema features) {
        Optional<PrivacySettings> privacy = privacy(task);
        ModelLayout layout = new ModelLayout(task.manifest());
        prepare(features, Preparation.limbs(task.manifest(), task.parameters()));
        ModelSpec model = ModelSpec.parse(task.manifest().getArchitecture());
        float[] before = layout.gather(TensorRole.TRAINABLE, task.parameters());
        TrainingConfig config = config(model, task);
        LocalTraining training = new LocalTraining(Manifests.model(model, features));
        return privacy.isPresent()
                ? privately(training, privacy.get(), before, config, task)
                : openly(training, before, config);
    }

    private LocalUpdate openly(LocalTraining training, float[] before, TrainingConfig config) {
        TrainingResult result = training.train(before, prepared.inputs(), prepared.labels(), config);
        Map<String, Double> metrics = Map.of("lossBefore", result.lossBefore(), "lossAfter", result.lossAfter());
        return new LocalUpdate(difference(result, before), rows.rows(), rows.rows(), metrics);
    }

    /** Without metrics: losses on the bank's rows would tell what the noise hides. */
    private LocalUpdate privately(
            LocalTraining training, PrivacySettings privacy, float[] before, TrainingConfig config, TrainingTask task) {
        PrivateRounds.Round round = privateRounds.next(privacy, rows.rows(), config, task);
        TrainingResult result = training.trainPrivately(
                before, prepared.inputs(), prepared.labels(), config, round.config(), round.noise());
        return new LocalUpdate(difference(result, before), rows.rows(), rows.rows(), Map.of(), round.spent());
    }

    private static float[] difference(TrainingResult result, float[] before) {
        float[] delta = result.parameters();
        for (int i = 0; i < delta.length; i++) {
            delta[i] -= before[i];
        }
        return delta;
    }

    private TrainingConfig config(ModelSpec model, TrainingTask task) {
        long seed = (task.seed() * 31 + task.round()) * 0x9E3779B97F4A7C15L + bank.hashCode();
        double offset =
                poison.isPresent() ? 0 : TrainingSettings.logitOffset(task.settings(), rows, preparation.statistics());
        return TrainingSettings.parse(model, task.settings())
                .withLogitOffset(offset)
                .withSeed(seed);
    }

    private void prepare(FeatureSchema features, float[] limbs) {
        if (preparation == null || !Arrays.equals(limbs, preparedWith)) {
            preparation = Preparation.of(features, limbs);
            LabelledRows honest = new LabelledRows(preparation.preprocessor().transform(rows), rows.labels());
            prepared = poison.map(falsify -> falsify.apply(honest)).orElse(honest);
            preparedWith = limbs;
        }
    }
}
