package io.weir.cli.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.client.budget.BudgetRecords;
import io.weir.privacy.dp.accounting.Accounting;
import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.trainers.ModelSpec;
import io.weir.trainers.TrainingConfig;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivacySettingsTest {
    private static final ModelSpec MLP = ModelSpec.parse("mlp");

    @Test
    void aBankTakesTheNoiseThatItsRowsNeed() {
        Map<String, String> settings = TrainingSettings.complete(MLP, Map.of("dp.epsilon", "4"), 10);
        PrivacySettings privacy = PrivacySettings.parse(settings).orElseThrow();
        TrainingConfig config = TrainingSettings.parse(MLP, settings);

        GaussianPlan small = privacy.plan(2_000, config);
        GaussianPlan large = privacy.plan(20_000, config);

        assertThat(Accounting.RDP.epsilon(small, 1e-5))
                .isCloseTo(4, within(0.01))
                .isLessThanOrEqualTo(4);
        assertThat(Accounting.RDP.epsilon(large, 1e-5))
                .isCloseTo(4, within(0.01))
                .isLessThanOrEqualTo(4);
        assertThat(small.noiseMultiplier()).isGreaterThan(1.5 * large.noiseMultiplier());
        assertThat(small.samplingRate()).isEqualTo(config.batchSize() / 2_000.0);
        assertThat(small.steps()).isEqualTo(10L * config.epochs() * Math.round(2_000.0 / config.batchSize()));
    }

    @Test
    void privateTrainingHasDefaultsOfItsOwn() {
        Map<String, String> open = TrainingSettings.complete(MLP, Map.of(), 7);
        Map<String, String> closed = TrainingSettings.complete(MLP, Map.of("dp.epsilon", "4", "momentum", "0.5"), 7);

        assertThat(open).isEqualTo(TrainingSettings.defaults(MLP)).doesNotContainKey("dp.rounds");
        assertThat(closed)
                .containsEntry("dp.rounds", "7")
                .containsEntry("dp.delta", "1e-5")
                .containsEntry("label.shift", "0.0")
                .containsEntry("momentum", "0.5");
        assertThat(Double.parseDouble(closed.get("batch.size")))
                .isGreaterThan(Double.parseDouble(open.get("batch.size")));
    }

    @ParameterizedTest
    @CsvSource({
        "dp.epsilon, 0, above 0",
        "dp.epsilon, four, not a number",
        "dp.delta, 1, between 0 and 1",
        "dp.clip, -1, above 0",
        "dp.rounds, 0, 1 or more",
        "label.shift, 0.5, must be 0"
    })
    void aWrongValueIsNamed(String key, String value, String allowed) {
        Map<String, String> settings = new HashMap<>(Map.of("dp.epsilon", "4", "dp.rounds", "10"));
        settings.put(key, value);

        assertThatThrownBy(() -> TrainingSettings.parse(MLP, settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + key + "' is")
                .hasMessageContaining(allowed);
    }

    @Test
    void nothingIsPrivateByAccident() {
        assertThatThrownBy(() -> TrainingSettings.parse(MLP, Map.of("dp.clip", "1")))
                .hasMessageContaining("needs dp.epsilon");
        assertThatThrownBy(() -> TrainingSettings.parse(MLP, Map.of("dp.epsilon", "1")))
                .hasMessageContaining("needs dp.rounds");
    }

    @ParameterizedTest
    @CsvSource({"0.05, 1e-11", "4, 1e-5", "4, 1e-11", "1000, 1e-5"})
    void whatIsPlannedFitsTheBudgetAsTheLedgerCounts(double epsilon, double delta) {
        PrivacySettings privacy = new PrivacySettings(epsilon, delta, 1, 10);

        GaussianPlan plan = privacy.plan(2_000, TrainingSettings.parse(MLP, Map.of()));

        assertThat(BudgetRecords.epsilon(plan, privacy.budget().getDelta()))
                .isLessThanOrEqualTo(privacy.budget().getEpsilon());
    }

    @Test
    void aDeltaThatTheLedgerCannotCountIsRefused() {
        PrivacySettings privacy = new PrivacySettings(4, 1e-15, 1, 10);
        TrainingConfig config = TrainingSettings.parse(MLP, Map.of());

        assertThatThrownBy(() -> privacy.plan(1_000, config)).hasMessageContaining("1e-11 and more");
    }

    @Test
    void aDeltaThatGivesRowsAwayIsRefused() {
        PrivacySettings privacy = new PrivacySettings(4, 1e-3, 1, 10);
        TrainingConfig config = TrainingSettings.parse(MLP, Map.of());

        assertThatThrownBy(() -> privacy.plan(1_000, config)).hasMessageContaining("below 1/rows");
    }
}
