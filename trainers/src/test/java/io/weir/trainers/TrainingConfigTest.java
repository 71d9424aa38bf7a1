package io.weir.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingConfigTest {
    private static final TrainingConfig VALID = TrainingConfig.of(1, 32, 0.1, Optimizer.SGD);

    static Stream<Arguments> outside() {
        return Stream.of(
                change("epochs", config -> config.withEpochs(0)),
                change("batch size", config -> config.withBatchSize(70_000)),
                change("learning rate", config -> config.withLearningRate(0)),
                change("learning rate", config -> config.withLearningRate(Double.NaN)),
                change("momentum", config -> config.withMomentum(1)),
                change("l2", config -> config.withL2(-1)),
                change("proximal", config -> config.withProximal(Double.POSITIVE_INFINITY)),
                change("positive weight", config -> config.withPositiveWeight(0)),
                change("logit offset", config -> config.withLogitOffset(101)));
    }

    private static Arguments change(String key, UnaryOperator<TrainingConfig> change) {
        return Arguments.of(key, change);
    }

    @ParameterizedTest
    @MethodSource("outside")
    void aValueOutsideItsRangeIsNamed(String key, UnaryOperator<TrainingConfig> change) {
        assertThatThrownBy(() -> change.apply(VALID))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(key)
                .hasMessageContaining("allowed");
    }

    @Test
    void adamHasNoMomentumSetting() {
        TrainingConfig adam = TrainingConfig.of(1, 32, 0.1, Optimizer.ADAM);

        assertThatThrownBy(() -> adam.withMomentum(0.5)).hasMessageContaining("Adam");
    }

    @Test
    void aBankLikeTheFederationNeedsNoCorrection() {
        ModelSpec model = ModelSpec.parse("logreg");

        assertThat(TrainingDefaults.forBank(model, 900, 100, 900, 100)).isEqualTo(TrainingDefaults.forModel(model));
        assertThat(TrainingDefaults.forBank(model, 100, 900, 5_000, 5_000).logitOffset())
                .isPositive();
        assertThat(TrainingDefaults.forBank(model, 100, 0, 5_000, 5_000).logitOffset())
                .isBetween(-10.0, -1.0);
    }
}
