package io.weir.cli.bench.privacy;

import io.weir.cli.bank.TabularTrainer;
import io.weir.cli.federation.Manifests;
import io.weir.cli.federation.Preparation;
import io.weir.cli.federation.StatisticsSource;
import io.weir.client.LocalUpdate;
import io.weir.client.TrainingException;
import io.weir.client.TrainingTask;
import io.weir.privacy.dp.GridClip;
import io.weir.privacy.dp.NoisyGrid;
import io.weir.privacy.dp.ParticipantNoise;
import io.weir.privacy.field.KeyStream;
import io.weir.schemas.model.Initializers;
import io.weir.schemas.model.ModelLayout;
import io.weir.trainers.ModelSpec;
import io.weir.trainers.TabularModel;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.FederatedStatistics;
import io.weir.trainers.data.Holdout;
import io.weir.trainers.data.Metrics;
import io.weir.trainers.data.Splits;
import io.weir.wire.ModelManifest;
import io.weir.wire.RoundTask;
import io.weir.wire.TensorRole;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Federated averaging in memory, its banks being the trainers that `weir participant` runs. */
final class MemoryTraining {
    private static final String FEDERATION = "bench";

    private final List<Dataset> train = new ArrayList<>();
    private final Dataset test;
    /** Of the model's STATISTIC tensors; none where the schema names scales. */
    private final float[] limbs;

    private final ModelSpec spec;
    private final ModelManifest manifest;
    private final ModelLayout layout;
    private final long seed;

    /** @param parts the banks' rows, of which each holds back a fifth */
    MemoryTraining(List<Dataset> parts, ModelSpec spec, long seed) {
        List<Dataset> held = new ArrayList<>();
        for (int b = 0; b < parts.size(); b++) {
            Holdout holdout = Splits.holdout(parts.get(b), seed * 1_000_003 + b);
            train.add(holdout.train());
            held.add(holdout.test());
        }
        this.test = Dataset.union(held);
        boolean scaled = test.schema().namesScales();
        this.limbs = scaled
                ? new float[0]
                : FederatedStatistics.of(Dataset.union(train)).toLimbs();
        this.spec = spec;
        this.manifest =
                Manifests.tabular(spec, test.schema(), seed, scaled ? StatisticsSource.SCHEMA : StatisticsSource.ROUND);
        this.layout = new ModelLayout(manifest);
        this.seed = seed;
    }

    /**
     * What came out.
     *
     * @param seconds of local training, the mean of a bank's round
     */
    record Result(double auc, double averagePrecision, double seconds) {}

    /** Rows that each bank trains on. */
    List<Integer> rows() {
        return train.stream().map(Dataset::rows).toList();
    }

    /** Values of an update. */
    int parameters() {
        return layout.count(TensorRole.TRAINABLE);
    }

    /** @param grid that banks clip and add their shares of the noise on, each weighing the same; empty without noise */
    Result run(Map<String, String> settings, int rounds, Optional<NoisyGrid> grid) throws TrainingException {
        List<TabularTrainer> banks = new ArrayList<>();
        for (int b = 0; b < train.size(); b++) {
            byte[] secret = ByteBuffer.allocate(32).putLong(seed).putInt(b).array();
            banks.add(TabularTrainer.repeatable("bank-" + b, train.get(b), secret));
        }
        float[] model = Initializers.initialise(manifest);
        layout.scatter(TensorRole.STATISTIC, limbs, model);
        long trainingNs = 0;
        for (int round = 1; round <= rounds; round++) {
            double[] sum = new double[parameters()];
            double weights = 0;
            for (int b = 0; b < banks.size(); b++) {
                TabularTrainer bank = banks.get(b);
                long startNs = System.nanoTime();
                LocalUpdate update = bank.train(task(model, settings, round));
                trainingNs += System.nanoTime() - startNs;
                double[] values =
                        grid.isPresent() ? noisy(update.values(), grid.get(), round, b) : exact(update.values());
                double weight = grid.isPresent() ? 1 : update.weight();
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += weight * values[i];
                }
                weights += weight;
            }
            float[] parameters = layout.gather(TensorRole.TRAINABLE, model);
            for (int i = 0; i < sum.length; i++) {
                parameters[i] += (float) (sum[i] / weights);
            }
            layout.scatter(TensorRole.TRAINABLE, parameters, model);
        }
        return scored(layout.gather(TensorRole.TRAINABLE, model), trainingNs / 1e9 / rounds / banks.size());
    }

    private static double[] exact(float[] values) {
        double[] exact = new double[values.length];
        for (int i = 0; i < exact.length; i++) {
            exact[i] = values[i];
        }
        return exact;
    }

    private double[] noisy(float[] values, NoisyGrid grid, int round, int bank) {
        long[] steps = GridClip.clipped(values, grid);
        byte[] secret = ByteBuffer.allocate(KeyStream.SEED_BYTES)
                .putLong(seed)
                .putInt(bank)
                .putInt(round)
                .array();
        ParticipantNoise.add(steps, grid, secret);
        double[] noisy = new double[steps.length];
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = Math.scalb((double) steps[i], -grid.scaleBits());
        }
        return noisy;
    }

    private TrainingTask task(float[] model, Map<String, String> settings, int round) {
        return new TrainingTask(
                FEDERATION,
                round,
                RoundTask.TRAINING,
                manifest,
                round - 1L,
                model.clone(),
                settings,
                seed,
                Instant.MAX);
    }

    private Result scored(float[] parameters, double seconds) {
        TabularModel model = Manifests.model(spec, test.schema());
        float[] inputs = Preparation.of(test.schema(), limbs).preprocessor().transform(test);
        float[] probabilities = model.predictProbabilities(parameters, inputs, test.rows(), model.inputWidth());
        return new Result(
                Metrics.rocAuc(probabilities, test.labels()).orElse(Double.NaN),
                Metrics.averagePrecision(probabilities, test.labels()).orElse(Double.NaN),
                seconds);
    }
}
