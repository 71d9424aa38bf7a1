package io.weir.cli.bench.guard;

import io.weir.cli.attack.LabelledRows;
import io.weir.cli.attack.Trigger;
import io.weir.trainers.data.Metrics;
import java.util.Arrays;

/**
 * What a model is worth on the rows held back.
 *
 * @param auc area under the ROC curve; 0.5 if the model is no longer finite
 * @param markedMissed the share of positive rows that pass once they carry the backdoor's mark, at the threshold where as
 *     many unmarked rows are flagged as are positive
 */
record Score(double auc, double markedMissed) {
    static Score of(float[] parameters, LabelledRows test, Trigger trigger) {
        float[] scores = PlainTraining.logits(parameters, test);
        for (float score : scores) {
            if (!Float.isFinite(score)) {
                return new Score(0.5, 1);
            }
        }
        double auc = Metrics.rocAuc(scores, test.labels()).orElse(0.5);
        return new Score(auc, missed(parameters, test, trigger, threshold(scores, test.labels())));
    }

    private static float threshold(float[] scores, float[] labels) {
        int positives = 0;
        for (float label : labels) {
            positives += label > 0 ? 1 : 0;
        }
        float[] sorted = scores.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, sorted.length - Math.max(1, positives))];
    }

    private static double missed(float[] parameters, LabelledRows test, Trigger trigger, float threshold) {
        float[] marked = test.inputs().clone();
        for (int row = 0; row < test.rows(); row++) {
            trigger.mark(marked, row, test.width());
        }
        float[] scores = PlainTraining.logits(parameters, new LabelledRows(marked, test.labels()));
        int positives = 0;
        int passed = 0;
        for (int row = 0; row < scores.length; row++) {
            if (test.labels()[row] > 0) {
                positives++;
                passed += scores[row] < threshold ? 1 : 0;
            }
        }
        return positives == 0 ? 0 : (double) passed / positives;
    }
}
