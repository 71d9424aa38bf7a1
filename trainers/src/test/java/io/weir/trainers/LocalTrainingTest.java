package io.weir.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalTrainingTest {
    private static final int WIDTH = 12;
    private static final int ROWS = 333;
    private static final TabularModel MLP = ModelSpec.parse("mlp:16,8").forInputs(WIDTH);
    private static final TabularModel LOGREG = ModelSpec.parse("logreg").forInputs(WIDTH);
    private static final float[] X = TestParameters.uniform(ROWS * WIDTH, 1.5, 1);
    private static final float[] LABELS = separable();

    private static float[] separable() {
        float[] labels = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            labels[row] = X[row * WIDTH] + X[row * WIDTH + 1] > 0.8 ? 1 : 0;
        }
        return labels;
    }

    private static TrainingConfig config(Optimizer optimizer) {
        return TrainingConfig.of(3, 50, optimizer == Optimizer.ADAM ? 0.01 : 0.1, optimizer)
                .withSeed(5);
    }

    private static TrainingResult train(TabularModel model, TrainingConfig config) {
        return new LocalTraining(model).train(TestParameters.initial(model, 9), X, LABELS, config);
    }

    @ParameterizedTest
    @EnumSource
    void trainingLowersTheLossAndReportsIt(Optimizer optimizer) {
        TrainingResult result = train(MLP, config(optimizer).withEpochs(20));

        assertThat(result.lossAfter()).isLessThan(0.5 * result.lossBefore());
        assertThat(result.steps()).isEqualTo(20 * 7);
        assertThat(result.examples()).isEqualTo(ROWS);
        LossAndGradient atTheEnd = MLP.lossAndGradient(result.parameters(), X, LABELS, 1, 0);
        assertThat(result.lossAfter()).isCloseTo(atTheEnd.loss(), within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"logreg", "mlp", "mlp:64,32"})
    void theSameSeedGivesTheSameBitsEvenInParallel(String spec) throws Exception {
        TabularModel model = ModelSpec.parse(spec).forInputs(WIDTH);
        TrainingConfig config = config(Optimizer.ADAM);
        float[] expected = train(model, config).parameters();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            var runs = IntStream.range(0, 12)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> train(model, config), threads))
                    .toList();

            for (Future<TrainingResult> run : runs) {
                assertThat(run.get().parameters()).isEqualTo(expected);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(train(model, config.withSeed(6)).parameters()).isNotEqualTo(expected);
    }

    @Test
    void theArgumentsStayAsTheyWere() {
        float[] global = TestParameters.initial(MLP, 9);
        float[] x = X.clone();

        new LocalTraining(MLP).train(global, x, LABELS, config(Optimizer.SGD));

        assertThat(global).isEqualTo(TestParameters.initial(MLP, 9));
        assertThat(x).isEqualTo(X);
    }

    @Test
    void oneFullBatchStepOfSgdFollowsTheGradient() {
        float[] global = TestParameters.initial(MLP, 9);
        TrainingConfig config = TrainingConfig.of(1, ROWS, 0.5, Optimizer.SGD)
                .withPositiveWeight(3)
                .withL2(0.1);

        float[] trained =
                new LocalTraining(MLP).train(global, X, LABELS, config).parameters();

        float[] gradient = MLP.lossAndGradient(global, X, LABELS, 3, 0.1).gradient();
        for (int i = 0; i < global.length; i++) {
            assertThat(trained[i]).isCloseTo(global[i] - 0.5f * gradient[i], within(1e-5f));
        }
    }

    @Test
    void theFirstStepOfAdamHasTheLearningRatesSize() {
        float[] global = TestParameters.initial(LOGREG, 9);
        TrainingConfig config = TrainingConfig.of(1, ROWS, 0.01, Optimizer.ADAM);

        float[] trained =
                new LocalTraining(LOGREG).train(global, X, LABELS, config).parameters();

        for (int i = 0; i < global.length; i++) {
            assertThat(Math.abs(trained[i] - global[i])).isCloseTo(0.01f, within(1e-5f));
        }
    }

    @Test
    void momentumGoesFurtherInTheSameDirection() {
        double plain = distance(train(LOGREG, config(Optimizer.SGD)));
        double heavy = distance(train(LOGREG, config(Optimizer.SGD).withMomentum(0.9)));

        assertThat(heavy).isGreaterThan(1.5 * plain);
    }

    @Test
    void theProximalTermKeepsTheModelNear() {
        double free = distance(train(LOGREG, config(Optimizer.SGD)));
        double held = distance(train(LOGREG, config(Optimizer.SGD).withProximal(2)));

        assertThat(held).isLessThan(0.8 * free).isPositive();
    }

    private static double distance(TrainingResult result) {
        float[] start = TestParameters.initial(LOGREG, 9);
        double squares = 0;
        for (int i = 0; i < start.length; i++) {
            squares += Math.pow(result.parameters()[i] - start[i], 2);
        }
        return Math.sqrt(squares);
    }

    @Test
    void heavierPositivesAreForecastMoreOften() {
        float[] plain = train(LOGREG, config(Optimizer.SGD)).parameters();
        float[] weighted =
                train(LOGREG, config(Optimizer.SGD).withPositiveWeight(5)).parameters();

        assertThat(mean(LOGREG.predictProbabilities(weighted, X, ROWS, WIDTH)))
                .isGreaterThan(mean(LOGREG.predictProbabilities(plain, X, ROWS, WIDTH)) + 0.05);
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    @Test
    void anExactLabelShiftCorrectionLeavesAPerfectSharedModelAtRest() {
        float[] constant = new float[LOGREG.parameterCount()];
        int positives = 0;
        for (float label : LABELS) {
            positives += label > 0 ? 1 : 0;
        }
        double offset = LabelShift.logitOffset(ROWS - positives, positives, 500, 500);
        float[] zeros = new float[ROWS * WIDTH];
        TrainingConfig config = TrainingConfig.of(1, ROWS, 1, Optimizer.SGD);

        float[] drifted =
                new LocalTraining(LOGREG).train(constant, zeros, LABELS, config).parameters();
        float[] corrected = new LocalTraining(LOGREG)
                .train(constant, zeros, LABELS, config.withLogitOffset(offset))
                .parameters();

        assertThat(Math.abs(drifted[WIDTH])).isGreaterThan(0.05f);
        assertThat(corrected[WIDTH]).isCloseTo(0, within(1e-3f));
    }

    @Test
    void aBankWithOneClassOrOneRowTrains() {
        float[] ones = new float[ROWS];
        Arrays.fill(ones, 1f);

        TrainingResult oneClass =
                new LocalTraining(MLP).train(TestParameters.initial(MLP, 9), X, ones, config(Optimizer.ADAM));
        TrainingResult oneRow = new LocalTraining(MLP)
                .train(TestParameters.initial(MLP, 9), new float[WIDTH], new float[1], config(Optimizer.ADAM));

        assertThat(oneClass.lossAfter()).isLessThan(oneClass.lossBefore());
        assertThat(oneRow.steps()).isEqualTo(3);
    }

    @Test
    void predictionsDoNotDependOnTheRowsAround() {
        float[] parameters = TestParameters.initial(MLP, 9);
        int rows = 2_500;
        float[] many = TestParameters.uniform(rows * WIDTH, 1, 4);

        float[] together = MLP.predictProbabilities(parameters, many, rows, WIDTH);

        for (int row = 0; row < rows; row += 499) {
            float[] one = Arrays.copyOfRange(many, row * WIDTH, (row + 1) * WIDTH);
            assertThat(MLP.predictProbabilities(parameters, one, 1, WIDTH)[0]).isCloseTo(together[row], within(1e-6f));
        }
        assertThat(MLP.predictProbabilities(parameters, new float[0], 0, WIDTH)).isEmpty();
    }

    @Test
    void noRowsAndWrongLengthsAreRefused() {
        LocalTraining training = new LocalTraining(MLP);
        float[] parameters = TestParameters.initial(MLP, 9);

        assertThatThrownBy(() -> training.train(parameters, new float[0], new float[0], config(Optimizer.SGD)))
                .hasMessageContaining("no rows");
        assertThatThrownBy(() -> training.train(parameters, new float[5], new float[1], config(Optimizer.SGD)))
                .hasMessageContaining("5 input values");
        assertThatThrownBy(() -> training.train(new float[3], X, LABELS, config(Optimizer.SGD)))
                .hasMessageContaining("3 values");
    }

    @Test
    void divergenceIsAnErrorNotAnUpdate() {
        float[] huge = TestParameters.uniform(ROWS * WIDTH, 1e30, 1);
        TrainingConfig config = TrainingConfig.of(5, 50, 1e6, Optimizer.SGD);

        assertThatThrownBy(() -> new LocalTraining(MLP).train(TestParameters.initial(MLP, 9), huge, LABELS, config))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContaining("learning rate");
    }
}
