package io.weir.cli.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.weir.cli.federation.Manifests;
import io.weir.cli.federation.StatisticsSource;
import io.weir.client.TrainingException;
import io.weir.client.TrainingTask;
import io.weir.schemas.model.Initializers;
import io.weir.schemas.model.ModelLayout;
import io.weir.trainers.ModelSpec;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.Feature;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.FederatedStatistics;
import io.weir.wire.ModelManifest;
import io.weir.wire.RoundTask;
import io.weir.wire.TensorRole;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training in a federation that knows nothing of its banks' rows. */
class ScaledTrainerTest {
    private static final ModelSpec MODEL = ModelSpec.parse("logreg");

    private final Dataset rows = rows();
    private final Dataset scaled = rows.withScales(rows.schema().scaledBy(rows));

    private static Dataset rows() {
        SplittableRandom random = new SplittableRandom(1);
        float[] features = new float[400];
        float[] labels = new float[200];
        for (int row = 0; row < labels.length; row++) {
            features[2 * row] = (float) (100 + 30 * random.nextDouble());
            features[2 * row + 1] = random.nextInt(3);
            labels[row] = random.nextDouble() * 30 < features[2 * row] - 110 ? 1 : 0;
        }
        FeatureSchema schema =
                new FeatureSchema("y", "0", "1", List.of(new Feature.Numeric("amount"), new Feature.Numeric("cards")));
        return new Dataset(schema, features, labels, List.of());
    }

    private static float[] update(Dataset rows, StatisticsSource source, Map<String, String> settings)
            throws TrainingException {
        ModelManifest manifest = Manifests.tabular(MODEL, rows.schema(), 1, source);
        float[] model = Initializers.initialise(manifest);
        if (source == StatisticsSource.ROUND) {
            new ModelLayout(manifest)
                    .scatter(TensorRole.STATISTIC, FederatedStatistics.of(rows).toLimbs(), model);
        }
        return new TabularTrainer("bank-a", rows)
                .train(new TrainingTask("cards", 1, RoundTask.TRAINING, manifest, 0, model, settings, 9, Instant.MAX))
                .values();
    }

    @Test
    void theSameCentreAndScaleTrainToTheSameUpdate() throws TrainingException {
        Map<String, String> settings = Map.of("label.shift", "0");

        float[] counted = update(rows, StatisticsSource.ROUND, settings);

        assertThat(update(scaled, StatisticsSource.SCHEMA, settings)).containsExactly(counted, offset(1e-5f));
        Dataset moved = rows.withScales(new FeatureSchema(
                "y",
                "0",
                "1",
                List.of(new Feature.Numeric("amount", 0.0, 30.0), new Feature.Numeric("cards", 0.0, 1.0))));
        assertThat(update(moved, StatisticsSource.SCHEMA, settings)[0]).isNotCloseTo(counted[0], offset(1e-2f));
    }

    @Test
    void aPublicShareOfPositivesServesAsTheCountsDo() throws TrainingException {
        double share = (double) rows.positives() / rows.rows();
        float[] uncorrected = update(scaled, StatisticsSource.SCHEMA, Map.of("label.shift", "0"));

        float[] same = update(scaled, StatisticsSource.SCHEMA, Map.of("label.prior", String.valueOf(share)));
        float[] other = update(scaled, StatisticsSource.SCHEMA, Map.of("label.prior", "0.01"));

        assertThat(same).containsExactly(uncorrected, offset(1e-3f));
        assertThat(other[other.length - 1]).isNotCloseTo(uncorrected[other.length - 1], offset(1e-2f));
    }

    @Test
    void nothingIsCorrectedForThatNobodyCounted() {
        assertThatThrownBy(() -> update(scaled, StatisticsSource.SCHEMA, Map.of("label.shift", "0.5")))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("'label.shift' is 0.5")
                .hasMessageContaining("label.prior");
        assertThatThrownBy(() -> TrainingSettings.completeWithoutCounts(MODEL, Map.of("label.shift", "1"), 10))
                .hasMessageContaining("label.prior");
        assertThat(TrainingSettings.completeWithoutCounts(MODEL, Map.of(), 10)).containsEntry("label.shift", "0.0");
        assertThat(TrainingSettings.completeWithoutCounts(MODEL, Map.of("label.prior", "0.01"), 10))
                .containsEntry("label.shift", "0.5");
    }

    @Test
    void sumsAndCountsThatTheModelHasNoUseForAreNotGiven() {
        ModelManifest manifest = Manifests.tabular(MODEL, scaled.schema(), 1, StatisticsSource.SCHEMA);
        TrainingTask task = new TrainingTask(
                "cards", 0, RoundTask.STATISTICS, manifest, -1, new float[0], Map.of(), 9, Instant.MAX);

        assertThatThrownBy(() -> new TabularTrainer("bank-a", scaled).train(task))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("has no use for");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "-1", "NaN", "often"})
    void aShareOfPositivesIsBetweenZeroAndOne(String prior) {
        assertThatThrownBy(() -> TrainingSettings.parse(MODEL, Map.of("label.prior", prior)))
                .hasMessageContaining("'label.prior' is ");
    }
}
