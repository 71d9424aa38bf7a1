package io.weir.cli.bench.guard;

import io.weir.cli.attack.LabelledRows;
import io.weir.cli.attack.Trigger;
import io.weir.trainers.LabelShift;
import io.weir.trainers.ModelSpec;
import io.weir.trainers.TrainingConfig;
import io.weir.trainers.TrainingDefaults;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.FederatedStatistics;
import io.weir.trainers.data.Holdout;
import io.weir.trainers.data.Preprocessor;
import io.weir.trainers.data.Splits;
import java.util.ArrayList;
import java.util.List;

/**
 * The banks of a federation, with inputs prepared by common statistics as round 0 gathers them. The model
 * is logistic regression with the settings of the demo: a whole matrix then takes minutes.
 *
 * @param test what the banks hold back
 * @param trigger the mark that backdoors open at
 */
record Banks(List<Bank> banks, LabelledRows test, Trigger trigger) {
    private static final ModelSpec MODEL = ModelSpec.parse("logreg");

    /** One bank's rows to train on, and its correction for a share of positives that is not the federation's. */
    record Bank(LabelledRows rows, double logitOffset) {}

    /** @param labelShift the share of the correction */
    static Banks of(List<Dataset> parts, double labelShift, long seed) {
        List<Holdout> holdouts = new ArrayList<>();
        for (Dataset part : parts) {
            holdouts.add(Splits.holdout(part, seed * 1_000_003 + holdouts.size()));
        }
        FederatedStatistics all = FederatedStatistics.of(
                Dataset.union(holdouts.stream().map(Holdout::train).toList()));
        Preprocessor preprocessor = new Preprocessor(all);
        List<Bank> banks = holdouts.stream()
                .map(Holdout::train)
                .map(train -> new Bank(
                        new LabelledRows(preprocessor.transform(train), train.labels()),
                        labelShift
                                * LabelShift.logitOffset(
                                        train.rows() - train.positives(),
                                        train.positives(),
                                        all.negatives(),
                                        all.positives())))
                .toList();
        Dataset test = Dataset.union(holdouts.stream().map(Holdout::test).toList());
        LabelledRows held = new LabelledRows(preprocessor.transform(test), test.labels());
        return new Banks(banks, held, Trigger.of(held));
    }

    /** Length of the parameter vector: a weight a column, then the bias. */
    int parameterCount() {
        return test.width() + 1;
    }

    /** The difference that training makes to the parameters. */
    static float[] update(float[] parameters, LabelledRows rows, double logitOffset, long seed) {
        TrainingConfig config =
                TrainingDefaults.forModel(MODEL).withLogitOffset(logitOffset).withSeed(seed);
        float[] delta = PlainTraining.train(parameters, rows, config);
        for (int i = 0; i < delta.length; i++) {
            delta[i] -= parameters[i];
        }
        return delta;
    }
}
