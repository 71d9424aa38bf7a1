package io.weir.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrivateTrainingTest {
    private static final int ROWS = 1000;
    private static final int WIDTH = 4;
    private static final TrainingConfig CONFIG = TrainingConfig.of(2, 100, 0.5, Optimizer.SGD);

    private final TabularModel model = ModelSpec.parse("logreg").forInputs(WIDTH);
    private final float[] x = TestParameters.uniform(ROWS * WIDTH, 1, 1);
    private final float[] labels = TestParameters.labels(ROWS, 0.4, 2);

    /** Records what noise is asked for, and adds a constant. */
    private static class Recording implements GradientNoise {
        private final SplittableRandom random = new SplittableRandom(3);
        private final List<float[]> sums = new ArrayList<>();
        private final float added;
        private double clip;
        private double multiplier;

        Recording(float added) {
            this.added = added;
        }

        @Override
        public long nextBits() {
            return random.nextLong();
        }

        @Override
        public void add(float[] sum, double clip, double multiplier) {
            sums.add(sum.clone());
            this.clip = clip;
            this.multiplier = multiplier;
            for (int i = 0; i < sum.length; i++) {
                sum[i] += added;
            }
        }
    }

    private TrainingResult train(TrainingConfig config, DpSgdConfig privacy, GradientNoise noise) {
        return new LocalTraining(model).trainPrivately(new float[WIDTH + 1], x, labels, config, privacy, noise);
    }

    @Test
    void everyStepGetsNoiseForItsClip() {
        Recording noise = new Recording(0);

        TrainingResult result = train(CONFIG, new DpSgdConfig(0.3, 1.7), noise);

        assertThat(result.steps()).isEqualTo(20);
        assertThat(noise.sums).hasSize(20);
        assertThat(noise.clip).isEqualTo(0.3);
        assertThat(noise.multiplier).isEqualTo(1.7);
    }

    @Test
    void stepsGoAgainstTheNoisySumDividedByTheExpectedRows() {
        float[] quiet = train(CONFIG.withEpochs(1).withBatchSize(ROWS), new DpSgdConfig(0.3, 1), new Recording(0))
                .parameters();
        float[] noisy = train(CONFIG.withEpochs(1).withBatchSize(ROWS), new DpSgdConfig(0.3, 1), new Recording(50))
                .parameters();

        for (int i = 0; i < quiet.length; i++) {
            assertThat(noisy[i]).isCloseTo(quiet[i] - 0.5f * 50 / ROWS, within(1e-6f));
        }
    }

    /** With a clip that every row reaches and one label, the bias' sum counts the rows. */
    @Test
    void everyRowTakesPartByACoinOfItsOwn() {
        float[] ones = new float[ROWS];
        Arrays.fill(ones, 1f);
        Recording noise = new Recording(0);
        float[] zeros = new float[ROWS * WIDTH];
        TrainingConfig config = CONFIG.withEpochs(40).withLearningRate(1e-9);

        new LocalTraining(model)
                .trainPrivately(new float[WIDTH + 1], zeros, ones, config, new DpSgdConfig(0.25, 1), noise);

        double[] counts =
                noise.sums.stream().mapToDouble(sum -> -sum[WIDTH] / 0.25).toArray();
        double mean = Arrays.stream(counts).average().orElseThrow();
        double variance = Arrays.stream(counts)
                .map(count -> (count - mean) * (count - mean))
                .average()
                .orElseThrow();
        assertThat(counts).hasSize(400);
        assertThat(mean).isCloseTo(100, within(2.0));
        assertThat(variance).isCloseTo(90, within(25.0));
        // Samples above 140 are computed in two parts; none is cut off.
        assertThat(Arrays.stream(counts).max().orElseThrow()).isGreaterThan(120);
    }

    @Test
    void samplesLargerThanABatchAreWhole() {
        Recording everything = new Recording(0) {
            @Override
            public long nextBits() {
                return 0; // every row is drawn
            }
        };
        float[] ones = new float[ROWS];
        Arrays.fill(ones, 1f);

        new LocalTraining(model)
                .trainPrivately(
                        new float[WIDTH + 1],
                        new float[ROWS * WIDTH],
                        ones,
                        CONFIG.withLearningRate(1e-9),
                        new DpSgdConfig(0.25, 1),
                        everything);

        assertThat(everything.sums.get(0)[WIDTH]).isCloseTo(-0.25f * ROWS, within(0.01f));
    }

    @Test
    void onlyParametersLeavePrivateTraining() {
        TrainingResult result = train(CONFIG, new DpSgdConfig(0.3, 1), new Recording(0));

        assertThat(result.lossBefore()).isNaN();
        assertThat(result.lossAfter()).isNaN();
    }

    @Test
    void itLearns() {
        for (int row = 0; row < ROWS; row++) {
            labels[row] = x[row * WIDTH] > 0 ? 1 : 0;
        }
        float[] parameters = train(CONFIG.withEpochs(10), new DpSgdConfig(1, 1), new Recording(0))
                .parameters();

        assertThat(parameters[0]).isGreaterThan(1);
    }

    @Test
    void rateAndStepsFollowTheRows() {
        assertThat(DpSgdConfig.samplingRate(1000, CONFIG)).isEqualTo(0.1);
        assertThat(DpSgdConfig.samplingRate(60, CONFIG)).isEqualTo(1);
        assertThat(DpSgdConfig.steps(1049, CONFIG)).isEqualTo(20);
        assertThat(DpSgdConfig.steps(1051, CONFIG)).isEqualTo(22);
        assertThat(DpSgdConfig.steps(60, CONFIG)).isEqualTo(2);
    }

    @Test
    void clipAndMultiplierArePositive() {
        assertThatThrownBy(() -> new DpSgdConfig(0, 1)).hasMessageContaining("gradient clip is 0.0");
        assertThatThrownBy(() -> new DpSgdConfig(1, Double.NaN)).hasMessageContaining("noise multiplier is NaN");
    }
}
