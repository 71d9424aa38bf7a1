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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The banks of a federation, with inputs prepared by common statistics as round 0 gathers them. The model
 * is logistic regression with the settings of the demo: a whole matrix then takes minutes.
 *
 * @param test what the banks hold back
 * @param trigger the mark that backdoors open at
 * @param root what a reference trains on; empty without one
 */
record Banks(List<Bank> banks, LabelledRows test, Trigger trigger, Optional<LabelledRows> root) {
    private static final ModelSpec MODEL = ModelSpec.parse("logreg");

    /** One bank's rows to train on, and its correction for a share of positives that is not the federation's. */
    record Bank(LabelledRows rows, double logitOffset) {}

    /**
     * Divided rows as banks.
     *
     * @param labelShift the share of the correction
     * @param rootRows rows of a reference, drawn from all that banks train on; 0 for none
     */
    static Banks of(List<Dataset> parts, double labelShift, long seed, int rootRows) {
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
        Optional<LabelledRows> root = rootRows == 0
                ? Optional.empty()
                : Optional.of(drawn(banks.stream().map(Bank::rows).toList(), rootRows, seed));
        return new Banks(banks, held, Trigger.of(held), root);
    }

    /** Rows of several banks, each as likely as another. */
    private static LabelledRows drawn(List<LabelledRows> from, int count, long seed) {
        List<int[]> places = new ArrayList<>();
        for (int b = 0; b < from.size(); b++) {
            for (int row = 0; row < from.get(b).rows(); row++) {
                places.add(new int[] {b, row});
            }
        }
        int size = Math.min(count, places.size());
        int width = from.get(0).width();
        float[] inputs = new float[size * width];
        float[] labels = new float[size];
        SplittableRandom random = new SplittableRandom(seed);
        for (int k = 0; k < size; k++) {
            Collections.swap(places, k, k + random.nextInt(places.size() - k));
            LabelledRows rows = from.get(places.get(k)[0]);
            int row = places.get(k)[1];
            System.arraycopy(rows.inputs(), row * width, inputs, k * width, width);
            labels[k] = rows.labels()[row];
        }
        return new LabelledRows(inputs, labels);
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
