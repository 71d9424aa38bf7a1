package io.weir.cli.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.privacy.dp.accounting.Accounting;
import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.trainers.DpSgdConfig;
import io.weir.trainers.GradientNoise;
import io.weir.trainers.LocalTraining;
import io.weir.trainers.LogisticRegression;
import io.weir.trainers.Optimizer;
import io.weir.trainers.TrainingConfig;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An attack on real training: was a canary among the rows? The canary alone has a value in one column, so its weight holds all
 * that training gives away (Nasr et al. 2021, with the strongest, crafted rows). What the attack achieves bounds ε from
 * below, with confidence (Jagielski, Ullman, Oprea 2020, by Clopper-Pearson intervals).
 */
class PrivacyAuditTest {
    private static final int RUNS = 500;
    private static final int ROWS = 20;
    private static final int WIDTH = 2;
    private static final int CANARY_WEIGHT = 1;
    private static final double DELTA = 0.01;
    private static final double CLIP = 0.5;
    /** Each of two bounds fails with this probability. */
    private static final double ERROR = 0.025;

    /** Half of the rows in a step, four steps; so small a learning rate that no step depends on another. */
    private static final TrainingConfig CONFIG = TrainingConfig.of(2, ROWS / 2, 1e-6, Optimizer.SGD);

    @ParameterizedTest
    @ValueSource(doubles = {0.9, 1.2, 1.5})
    void theAttackFindsNoMoreThanTheAccountantAllows(double multiplier) {
        double claimed = claimed(multiplier);

        double found = audit(multiplier, seed -> new SecretNoise(seed));

        assertThat(found).isLessThanOrEqualTo(claimed);
        assertThat(found).as("the attack finds something").isPositive();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.9, 1.2, 1.5})
    void theAttackExposesNoiseThatIsMissing(double multiplier) {
        double found = audit(multiplier, seed -> scaled(new SecretNoise(seed), 0));

        assertThat(found).isGreaterThan(claimed(multiplier));
    }

    @Test
    void theAttackExposesAQuarterOfTheNoise() {
        double found = audit(3, seed -> scaled(new SecretNoise(seed), 0.25));

        assertThat(found).isGreaterThan(claimed(3));
    }

    private static double claimed(double multiplier) {
        return Accounting.PLD.epsilon(new GaussianPlan(0.5, multiplier, DpSgdConfig.steps(ROWS, CONFIG)), DELTA);
    }

    private static GradientNoise scaled(GradientNoise noise, double factor) {
        return new GradientNoise() {
            @Override
            public long nextBits() {
                return noise.nextBits();
            }

            @Override
            public void add(float[] sum, double clip, double multiplier) {
                if (factor > 0) {
                    noise.add(sum, clip, factor * multiplier);
                }
            }
        };
    }

    /** A lower bound of ε: a threshold is chosen on half of the runs and judged on the other half. */
    private static double audit(double multiplier, Function<byte[], GradientNoise> noise) {
        double[] with = new double[2 * RUNS];
        double[] without = new double[2 * RUNS];
        for (int run = 0; run < with.length; run++) {
            with[run] = canaryWeight(true, multiplier, noise.apply(seed(run, 1)));
            without[run] = canaryWeight(false, multiplier, noise.apply(seed(run, 0)));
        }
        double threshold = 0;
        double best = Double.NEGATIVE_INFINITY;
        for (int run = 0; run < RUNS; run++) {
            double bound = bound(with, without, with[run], 0);
            if (bound > best) {
                best = bound;
                threshold = with[run];
            }
        }
        return bound(with, without, threshold, RUNS);
    }

    private static byte[] seed(int run, int world) {
        return ByteBuffer.allocate(32).putInt(run).putInt(world).array();
    }

    /** ln((1 - δ - P(missed)) / P(false alarm)), the better of that and of its mirror image. */
    private static double bound(double[] with, double[] without, double threshold, int from) {
        long missed = count(with, threshold, from);
        long quiet = count(without, threshold, from);
        double alarms = Math.log((1 - DELTA - upper(missed)) / upper(RUNS - quiet));
        double absences = Math.log((1 - DELTA - upper(RUNS - quiet)) / upper(missed));
        return Math.max(Double.isNaN(alarms) ? 0 : alarms, Double.isNaN(absences) ? 0 : absences);
    }

    private static long count(double[] scores, double threshold, int from) {
        return Arrays.stream(scores, from, from + RUNS)
                .filter(score -> score < threshold)
                .count();
    }

    /** The canary's weight after training, divided by what one clipped gradient makes of it. */
    private static double canaryWeight(boolean present, double multiplier, GradientNoise noise) {
        int rows = present ? ROWS + 1 : ROWS;
        float[] x = new float[rows * WIDTH];
        float[] labels = new float[rows];
        for (int row = 0; row < ROWS; row++) {
            x[row * WIDTH] = row % 3 - 1;
            labels[row] = row % 2;
        }
        if (present) {
            x[ROWS * WIDTH + CANARY_WEIGHT] = 1_000;
            labels[ROWS] = 1;
        }
        float[] trained = new LocalTraining(new LogisticRegression(WIDTH))
                .trainPrivately(new float[WIDTH + 1], x, labels, CONFIG, new DpSgdConfig(CLIP, multiplier), noise)
                .parameters();
        return trained[CANARY_WEIGHT] / (CONFIG.learningRate() * CLIP / CONFIG.batchSize());
    }

    /** Clopper-Pearson: the probability with which at most {@code count} of RUNS is as unlikely as the error. */
    private static double upper(long count) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 40; i++) {
            double middle = (low + high) / 2;
            if (atMost(count, middle) > ERROR) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double atMost(long count, double probability) {
        double term = RUNS * Math.log1p(-probability);
        double odds = Math.log(probability) - Math.log1p(-probability);
        double sum = 0;
        for (long k = 0; k <= count && k < RUNS; k++) {
            sum += Math.exp(term);
            term += Math.log((double) (RUNS - k) / (k + 1)) + odds;
        }
        return count == RUNS ? 1 : sum;
    }
}
