package io.weir.cli.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.trainers.ModelSpec;
import io.weir.trainers.data.Feature;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.InvalidDataException;
import io.weir.wire.ModelManifest;
import io.weir.wire.TensorRole;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestsTest {
    private static final ModelSpec MODEL = ModelSpec.parse("logreg");
    private static final Feature CITY = new Feature.Categorical("city", List.of("a", "b"));
    private static final FeatureSchema COUNTED = schema(new Feature.Numeric("amount"), CITY);
    private static final FeatureSchema SCALED = schema(new Feature.Numeric("amount", 50.0, 20.0), CITY);

    private static FeatureSchema schema(Feature... features) {
        return new FeatureSchema("y", "0", "1", List.of(features));
    }

    private static List<TensorRole> roles(FeatureSchema schema, StatisticsSource source) {
        ModelManifest manifest = Manifests.tabular(MODEL, schema, 1, source);
        assertThat(Manifests.source(manifest)).isEqualTo(source);
        assertThat(Manifests.features(manifest)).contains(schema);
        return manifest.getTensors().stream().map(tensor -> tensor.getRole()).toList();
    }

    @Test
    void aSchemaThatNamesScalesLeavesNothingToGather() {
        assertThat(roles(COUNTED, StatisticsSource.ROUND)).contains(TensorRole.STATISTIC);
        assertThat(roles(SCALED, StatisticsSource.SCHEMA)).containsOnly(TensorRole.TRAINABLE);
        assertThat(roles(schema(CITY), StatisticsSource.SCHEMA)).containsOnly(TensorRole.TRAINABLE);
    }

    @Test
    void whatTheSchemaLacksIsNamed() {
        assertThatThrownBy(() -> roles(COUNTED, StatisticsSource.SCHEMA))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("no centre and scale of columns [amount]");
    }

    @Test
    void whatTheSchemaNamesIsNotGathered() {
        assertThatThrownBy(() -> roles(SCALED, StatisticsSource.ROUND))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("--statistics schema");
    }
}
