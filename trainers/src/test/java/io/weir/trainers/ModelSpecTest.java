package io.weir.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSpecTest {
    @ParameterizedTest
    @CsvSource({"logreg, logreg", "mlp, 'mlp:32,16'", "'mlp:64,32', 'mlp:64,32'", "mlp:1, mlp:1"})
    void namesAreReadAndWritten(String text, String written) {
        ModelSpec spec = ModelSpec.parse(text);

        assertThat(spec).hasToString(written).isEqualTo(ModelSpec.parse(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cnn",
                "mlp:",
                "mlp:0",
                "mlp:64,",
                "mlp:64,-1",
                "mlp:99999",
                "mlp:1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1"
            })
    void otherNamesAreRefusedWithThoseAllowed(String text) {
        assertThatThrownBy(() -> ModelSpec.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("logreg");
    }

    @Test
    void tensorsLieInTheDocumentedOrder() {
        TabularModel model = ModelSpec.parse("mlp:4,3").forInputs(10);

        List<TensorSpec> tensors = model.tensors();

        assertThat(tensors)
                .containsExactly(
                        new TensorSpec("dense0.weight", List.of(10, 4), Initializer.HE_UNIFORM),
                        new TensorSpec("dense0.bias", List.of(4), Initializer.ZEROS),
                        new TensorSpec("dense1.weight", List.of(4, 3), Initializer.HE_UNIFORM),
                        new TensorSpec("dense1.bias", List.of(3), Initializer.ZEROS),
                        new TensorSpec("dense2.weight", List.of(3, 1), Initializer.GLOROT_UNIFORM),
                        new TensorSpec("dense2.bias", List.of(1), Initializer.ZEROS));
        assertThat(model.parameterCount()).isEqualTo(44 + 15 + 4);
    }

    @Test
    void logisticRegressionStartsAtZero() {
        TabularModel model = ModelSpec.parse("logreg").forInputs(3);

        assertThat(model.tensors())
                .extracting(TensorSpec::initializer)
                .containsExactly(Initializer.ZEROS, Initializer.ZEROS);
        assertThat(model.predictProbabilities(new float[4], new float[6], 2, 3)).containsExactly(0.5f, 0.5f);
    }
}
