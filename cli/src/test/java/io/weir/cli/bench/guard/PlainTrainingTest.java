package io.weir.cli.bench.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.cli.attack.LabelledRows;
import io.weir.cli.attack.Normal;
import io.weir.trainers.LocalTraining;
import io.weir.trainers.ModelSpec;
import io.weir.trainers.TabularModel;
import io.weir.trainers.TrainingConfig;
import io.weir.trainers.TrainingDefaults;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlainTrainingTest {
    private static final int WIDTH = 9;
    private static final int ROWS = 1000;

    @Test
    void trainsToTheParametersOfTheTrainersAndRanksAlike() {
        ModelSpec spec = ModelSpec.parse("logreg");
        TabularModel model = spec.forInputs(WIDTH);
        LabelledRows rows = rows();
        TrainingConfig config =
                TrainingDefaults.forModel(spec).withLogitOffset(0.7).withSeed(5);
        float[] start = new float[WIDTH + 1];
        start[2] = 0.3f;

        float[] trained = PlainTraining.train(start, rows, config);

        float[] expected = new LocalTraining(model)
                .train(start, rows.inputs(), rows.labels(), config)
                .parameters();
        float[] probabilities = model.predictProbabilities(expected, rows.inputs(), ROWS, WIDTH);
        float[] logits = PlainTraining.logits(expected, rows);
        for (int j = 0; j < expected.length; j++) {
            assertThat(trained[j]).as("parameter %d", j).isCloseTo(expected[j], within(1e-4f));
        }
        for (int row = 0; row < ROWS; row++) {
            assertThat(1 / (1 + Math.exp(-logits[row]))).isCloseTo(probabilities[row], within(1e-4));
        }
    }

    private static LabelledRows rows() {
        SplittableRandom random = new SplittableRandom(11);
        float[] inputs = new float[ROWS * WIDTH];
        float[] labels = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            double score = 0;
            for (int j = 0; j < WIDTH; j++) {
                inputs[row * WIDTH + j] = (float) Normal.next(random);
                score += (j % 3 - 1) * inputs[row * WIDTH + j];
            }
            labels[row] = score + Normal.next(random) > 1 ? 1 : 0;
        }
        return new LabelledRows(inputs, labels);
    }
}
