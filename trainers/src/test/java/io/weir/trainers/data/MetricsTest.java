package io.weir.trainers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MetricsTest {
    /** The example of scikit-learn's documentation of both measures. */
    private static final float[] SCORES = {0.1f, 0.4f, 0.35f, 0.8f};

    private static final float[] LABELS = {0, 0, 1, 1};

    @Test
    void theDocumentedExampleOfScikitLearnHolds() {
        assertThat(Metrics.rocAuc(SCORES, LABELS)).hasValueCloseTo(0.75, within(1e-12));
        assertThat(Metrics.averagePrecision(SCORES, LABELS)).hasValueCloseTo(0.8333333333, within(1e-9));
    }

    @Test
    void equalScoresAreOneThreshold() {
        float[] scores = {0.5f, 0.5f, 0.5f, 0.5f};

        assertThat(Metrics.rocAuc(scores, LABELS)).hasValueCloseTo(0.5, within(1e-12));
        assertThat(Metrics.averagePrecision(scores, LABELS)).hasValueCloseTo(0.5, within(1e-12));
    }

    @Property(tries = 200)
    void aucIsTheShareOfPairsInTheRightOrder(@ForAll @IntRange(min = 2, max = 60) int rows, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] scores = new float[rows];
        float[] labels = new float[rows];
        for (int row = 0; row < rows; row++) {
            scores[row] = random.nextInt(-5, 5);
            labels[row] = row < 1 + random.nextInt(rows) && row > 0 ? 1 : 0;
        }
        labels[rows - 1] = 1;

        double auc = Metrics.rocAuc(scores, labels).orElseThrow();

        double right = 0;
        double pairs = 0;
        for (int positive = 0; positive < rows; positive++) {
            for (int negative = 0; negative < rows; negative++) {
                if (labels[positive] > labels[negative]) {
                    pairs++;
                    right += scores[positive] > scores[negative] ? 1 : scores[positive] == scores[negative] ? 0.5 : 0;
                }
            }
        }
        assertThat(auc).isCloseTo(right / pairs, within(1e-12));
    }

    @Test
    void logLossIsTheMeanNegativeLogLikelihood() {
        float[] probabilities = {0.25f, 0.5f};

        assertThat(Metrics.logLoss(probabilities, new float[] {0, 1}))
                .hasValueCloseTo(-(Math.log(0.75) + Math.log(0.5)) / 2, within(1e-9));
        assertThat(Metrics.logLoss(new float[] {1}, new float[] {0}).orElseThrow())
                .isCloseTo(-Math.log(1e-7), within(1e-6));
    }

    @Test
    void oneClassHasNoRanking() {
        float[] ones = {1, 1, 1, 1};
        float[] zeros = new float[4];

        assertThat(Metrics.rocAuc(SCORES, ones)).isEmpty();
        assertThat(Metrics.rocAuc(SCORES, zeros)).isEmpty();
        assertThat(Metrics.averagePrecision(SCORES, ones)).isEmpty();
        assertThat(Metrics.averagePrecision(SCORES, zeros)).isEmpty();
        assertThat(Metrics.logLoss(new float[0], new float[0])).isEmpty();
    }

    @Test
    void aScoreThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> Metrics.rocAuc(new float[] {Float.NaN}, new float[] {1}))
                .hasMessageContaining("row 0");
    }
}
