package io.weir.trainers;

import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.FederatedStatistics;
import io.weir.trainers.data.Holdout;
import io.weir.trainers.data.Metrics;
import io.weir.trainers.data.Preprocessor;
import io.weir.trainers.data.Splits;
import java.util.ArrayList;
import java.util.List;

/** Federated averaging over banks in one process, with the baselines it is compared to. */
final class InMemoryFederation {
    private final ModelSpec spec;
    private final long seed;
    private final List<Holdout> banks = new ArrayList<>();
    private final FederatedStatistics statistics;
    private final Preprocessor preprocessor;
    private final TabularModel model;
    private final Dataset test;
    private final float[] testInputs;

    InMemoryFederation(List<Dataset> data, ModelSpec spec, long seed) {
        this.spec = spec;
        this.seed = seed;
        for (Dataset bank : data) {
            banks.add(Splits.holdout(bank, seed * 1_000 + banks.size()));
        }
        float[] sum = new float[FederatedStatistics.limbCount(data.get(0).schema())];
        for (Holdout bank : banks) {
            float[] limbs = FederatedStatistics.of(bank.train()).toLimbs();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += limbs[i];
            }
        }
        this.statistics = FederatedStatistics.fromSummedLimbs(data.get(0).schema(), sum);
        this.preprocessor = new Preprocessor(statistics);
        this.model = spec.forInputs(Preprocessor.outputWidth(statistics.schema()));
        this.test = Dataset.union(banks.stream().map(Holdout::test).toList());
        this.testInputs = preprocessor.transform(test);
    }

    /** What a training reached. */
    record Quality(double auc, double averagePrecision, double largestNormRatio, String norms) {}

    Quality federated(int rounds) {
        float[][] inputs = new float[banks.size()][];
        for (int b = 0; b < inputs.length; b++) {
            inputs[b] = preprocessor.transform(banks.get(b).train());
        }
        float[] parameters = TestParameters.initial(model, seed);
        double ratio = 0;
        StringBuilder norms = new StringBuilder();
        for (int round = 1; round <= rounds; round++) {
            double[] sum = new double[parameters.length];
            long examples = 0;
            List<Double> roundNorms = new ArrayList<>();
            for (int b = 0; b < inputs.length; b++) {
                Dataset train = banks.get(b).train();
                if (train.rows() == 0) {
                    continue;
                }
                float[] trained = train(parameters, inputs[b], train, round);
                double squares = 0;
                for (int i = 0; i < sum.length; i++) {
                    double delta = (double) trained[i] - parameters[i];
                    sum[i] += delta * train.rows();
                    squares += delta * delta;
                }
                examples += train.rows();
                roundNorms.add(Math.sqrt(squares));
            }
            for (int i = 0; i < sum.length; i++) {
                parameters[i] += (float) (sum[i] / examples);
            }
            roundNorms.sort(null);
            double median = roundNorms.get(roundNorms.size() / 2);
            double largest = roundNorms.get(roundNorms.size() - 1);
            ratio = Math.max(ratio, largest / median);
            if (round == 1 || round == 5 || round == rounds) {
                norms.append(String.format(" r%d %.3f/%.3f/%.3f", round, roundNorms.get(0), median, largest));
            }
        }
        return quality(parameters, ratio, norms.toString());
    }

    Quality pooled(int rounds) {
        return alone(Dataset.union(banks.stream().map(Holdout::train).toList()), rounds);
    }

    double localOnlyAuc(int rounds) {
        return banks.stream()
                .map(Holdout::train)
                .filter(train -> train.rows() > 0)
                .mapToDouble(train -> alone(train, rounds).auc())
                .average()
                .orElseThrow();
    }

    private Quality alone(Dataset train, int rounds) {
        float[] inputs = preprocessor.transform(train);
        float[] parameters = TestParameters.initial(model, seed);
        TrainingConfig config = TrainingDefaults.forModel(spec);
        for (int round = 1; round <= rounds; round++) {
            parameters = new LocalTraining(model)
                    .train(parameters, inputs, train.labels(), config.withSeed(seed * 7_919 + round))
                    .parameters();
        }
        return quality(parameters, 0, "");
    }

    private float[] train(float[] parameters, float[] inputs, Dataset train, int round) {
        long positives = train.positives();
        TrainingConfig config = TrainingDefaults.forBank(
                        spec, train.rows() - positives, positives, statistics.negatives(), statistics.positives())
                .withSeed(seed * 7_919 + round);
        return new LocalTraining(model)
                .train(parameters, inputs, train.labels(), config)
                .parameters();
    }

    private Quality quality(float[] parameters, double normRatio, String norms) {
        float[] scores = model.predictProbabilities(parameters, testInputs, test.rows(), model.inputWidth());
        return new Quality(
                Metrics.rocAuc(scores, test.labels()).orElseThrow(),
                Metrics.averagePrecision(scores, test.labels()).orElseThrow(),
                normRatio,
                norms);
    }
}
