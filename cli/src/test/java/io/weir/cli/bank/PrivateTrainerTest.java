package io.weir.cli.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.cli.federation.Manifests;
import io.weir.client.LocalUpdate;
import io.weir.client.TrainingException;
import io.weir.client.TrainingTask;
import io.weir.client.budget.BudgetRecords;
import io.weir.client.budget.Charge;
import io.weir.privacy.dp.accounting.Accounting;
import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.model.Initializers;
import io.weir.schemas.model.ModelLayout;
import io.weir.trainers.DpSgdConfig;
import io.weir.trainers.ModelSpec;
import io.weir.trainers.TrainingConfig;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.Feature;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.FederatedStatistics;
import io.weir.wire.BudgetRecord;
import io.weir.wire.ModelManifest;
import io.weir.wire.PrivacyBudget;
import io.weir.wire.RoundTask;
import io.weir.wire.TensorRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrivateTrainerTest {
    private static final ModelSpec MODEL = ModelSpec.parse("logreg");
    private static final FeatureSchema SCHEMA =
            new FeatureSchema("y", "0", "1", List.of(new Feature.Numeric("amount"), new Feature.Numeric("age")));
    private static final ModelManifest MANIFEST = Manifests.tabular(MODEL, SCHEMA, 1);

    private final Dataset rows = rows();
    private final Map<String, String> settings =
            TrainingSettings.complete(MODEL, Map.of("dp.epsilon", "2", "batch.size", "100"), 3);

    private static Dataset rows() {
        SplittableRandom random = new SplittableRandom(1);
        float[] features = new float[2_000];
        float[] labels = new float[1_000];
        for (int row = 0; row < labels.length; row++) {
            features[2 * row] = (float) random.nextDouble();
            features[2 * row + 1] = (float) random.nextDouble();
            labels[row] = random.nextDouble() < features[2 * row] ? 1 : 0;
        }
        return new Dataset(SCHEMA, features, labels, List.of());
    }

    private TrainingTask task(long round) {
        return task(round, 9);
    }

    private TrainingTask task(long round, long seed) {
        float[] model = Initializers.initialise(MANIFEST);
        new ModelLayout(MANIFEST)
                .scatter(TensorRole.STATISTIC, FederatedStatistics.of(rows).toLimbs(), model);
        return new TrainingTask(
                "cards", round, RoundTask.TRAINING, MANIFEST, round - 1, model, settings, seed, Instant.MAX);
    }

    @Test
    void anUpdateSaysWhatItCostAndNothingOfTheRows() throws TrainingException {
        LocalUpdate update = new TabularTrainer("bank-a", rows).train(task(1));

        assertThat(update.metrics()).isEmpty();
        assertThat(update.privacySpent().getDelta()).isEqualTo(1e-5);
        assertThat(update.privacySpent().getEpsilon()).isBetween(0.1, 1.9);
    }

    @Test
    void aRoundTrainedTwiceGivesOneUpdate() throws TrainingException {
        TabularTrainer bank = new TabularTrainer("bank-a", rows);

        float[] first = bank.train(task(1)).values();
        float[] again = bank.train(task(1)).values();
        float[] next = bank.train(task(2)).values();

        assertThat(again).isEqualTo(first);
        assertThat(next).isNotEqualTo(first);
    }

    @Test
    void noNoiseServesTwoUpdates() {
        PrivateRounds rounds = new PrivateRounds();
        PrivacySettings privacy = PrivacySettings.parse(settings).orElseThrow();
        TrainingTask moved = task(1);
        moved.parameters()[0] += 1;
        long same = bits(rounds, privacy, task(1));

        assertThat(bits(rounds, privacy, task(1))).isEqualTo(same);
        assertThat(bits(rounds, privacy, task(2))).isNotEqualTo(same);
        assertThat(bits(rounds, privacy, moved)).isNotEqualTo(same);
        settings.put("learning.rate", "0.123");
        assertThat(bits(rounds, privacy, task(1))).isNotEqualTo(same);
    }

    private static long bits(PrivateRounds rounds, PrivacySettings privacy, TrainingTask task) {
        return rounds.next(privacy, 1_000, TrainingSettings.parse(MODEL, task.settings()), task)
                .noise()
                .nextBits();
    }

    @Test
    void banksWithTheSameRowsDrawDifferentNoise() throws TrainingException {
        float[] one = new TabularTrainer("bank-a", rows).train(task(1)).values();
        float[] other = new TabularTrainer("bank-a", rows).train(task(1)).values();

        assertThat(one).isNotEqualTo(other);
    }

    /** The first step's deviation, through momentum and learning rate, measured over many rounds without a gradient. */
    @Test
    void updatesCarryTheNoiseOfTheirPlan() throws TrainingException {
        settings.putAll(Map.of("epochs", "1", "batch.size", "1000", "momentum", "0", "learning.rate", "1"));
        settings.put("dp.clip", "1e-3");
        double multiplier = PrivacySettings.parse(settings)
                .orElseThrow()
                .plan(1_000, TrainingSettings.parse(MODEL, settings))
                .noiseMultiplier();
        TabularTrainer bank = TabularTrainer.repeatable("bank", rows, new byte[32]);
        int times = 2_000;
        double sum = 0;
        double squares = 0;
        for (int seed = 0; seed < times; seed++) {
            double value = bank.train(task(1, seed)).values()[0];
            sum += value;
            squares += value * value;
        }

        double deviation = Math.sqrt(squares / times - sum * sum / times / times);
        assertThat(deviation / (multiplier * 1e-3 / 1_000)).isCloseTo(1, within(0.05));
    }

    @Test
    void whatTheRoundsCostFillsTheBudgetAndNoMore() {
        TabularTrainer bank = new TabularTrainer("bank-a", rows);
        ParticipantIdentity identity = ParticipantIdentity.generate("bank-a", Duration.ofDays(1), Instant.EPOCH);
        PrivacyBudget budget = PrivacySettings.parse(settings).orElseThrow().budget();

        Optional<BudgetRecord> ledger = Optional.empty();
        for (long round = 1; round <= 3; round++) {
            GaussianPlan cost = bank.privacyCost(task(round)).orElseThrow();
            ledger = Optional.of(
                    BudgetRecords.after(ledger, "cards", round, Charge.of(budget, cost), identity, Instant.EPOCH));
        }

        assertThat(ledger.orElseThrow().getEpsilonSpent()).isBetween(0.8 * 2, 2.0);
        TrainingConfig config = TrainingSettings.parse(MODEL, settings);
        assertThat(ledger.orElseThrow().getSpent()).singleElement().satisfies(spent -> assertThat(spent.getSteps())
                .isEqualTo(3L * DpSgdConfig.steps(1_000, config)));
    }

    @Test
    void aRoundIsTrainedWithTheNoiseThatItsCostNames() {
        PrivateRounds rounds = new PrivateRounds();
        PrivacySettings privacy = PrivacySettings.parse(settings).orElseThrow();
        TrainingConfig config = TrainingSettings.parse(MODEL, settings);

        GaussianPlan cost = rounds.cost(privacy, 1_000, config, 1);

        PrivateRounds.Round round = rounds.next(privacy, 1_000, config, task(1));
        assertThat(cost.noiseMultiplier()).isEqualTo(round.config().noiseMultiplier());
        assertThat(round.spent().getEpsilon()).isEqualTo(Accounting.RDP.epsilon(cost, 1e-5));
        assertThat(cost.steps()).isEqualTo(DpSgdConfig.steps(1_000, config));
        assertThat(cost.samplingRate()).isEqualTo(DpSgdConfig.samplingRate(1_000, config));
    }

    @Test
    void whatWouldBeRefusedIsRefusedBeforeItIsCharged() {
        TabularTrainer demanding = new TabularTrainer("bank-a", rows, 1.9);

        assertThatThrownBy(() -> demanding.privacyCost(task(1))).hasMessageContaining("this bank wants 1.9");
        assertThatThrownBy(() -> new TabularTrainer("bank-a", rows).privacyCost(task(4)))
                .hasMessageContaining("planned for 3 rounds");
    }

    @Test
    void whatIsNotPrivateNamesNoCost() {
        settings.keySet().removeIf(key -> key.startsWith("dp."));

        assertThat(new TabularTrainer("bank-a", rows).privacyCost(task(1))).isEmpty();
    }

    @Test
    void afterThePlannedRoundsABankRefuses() {
        assertThatThrownBy(() -> new TabularTrainer("bank-a", rows).train(task(4)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("planned for 3 rounds");
    }

    @Test
    void otherTermsDoNotSpendTheBudgetAnew() throws TrainingException {
        TabularTrainer bank = new TabularTrainer("bank-a", rows);
        bank.train(task(1));
        settings.put("dp.rounds", "2");

        assertThatThrownBy(() -> bank.train(task(2)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("would spend it anew");
    }

    @Test
    void aBankMayInsistOnItsOwnEpsilon() throws TrainingException {
        assertThat(new TabularTrainer("bank-a", rows, 2).train(task(1)).values())
                .hasSize(3);
        assertThatThrownBy(() -> new TabularTrainer("bank-a", rows, 1.9).train(task(1)))
                .hasMessageContaining("epsilon of 2.0, this bank wants 1.9");
        settings.keySet().removeIf(key -> key.startsWith("dp."));
        assertThatThrownBy(() -> new TabularTrainer("bank-a", rows, 1.9).train(task(1)))
                .hasMessageContaining("epsilon of Infinity");
    }

    @Test
    void withoutEpsilonTrainingIsAsItWas() throws TrainingException {
        settings.keySet().removeIf(key -> key.startsWith("dp."));

        LocalUpdate update = new TabularTrainer("bank-a", rows).train(task(1));

        assertThat(update.metrics()).containsKeys("lossBefore", "lossAfter");
        assertThat(update.privacySpent()).isNull();
        assertThat(new TabularTrainer("bank-a", rows).train(task(1)).values()).isEqualTo(update.values());
    }
}
