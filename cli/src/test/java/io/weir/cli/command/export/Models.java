package io.weir.cli.command.export;

import io.weir.schemas.model.ModelLayout;
import io.weir.wire.Initializer;
import io.weir.wire.ModelManifest;
import io.weir.wire.TensorRole;
import io.weir.wire.TensorSpec;
import java.util.List;
import java.util.Map;

/** A small model with a matrix, a vector and a frozen value. */
final class Models {
    static final float[] PARAMETERS = {1.5f, -2f, 3.25f, 4f, 5f, -6f, Float.MIN_VALUE, 0.1f, -0f};

    private Models() {}

    static NamedTensors small() {
        return named("dense0.weight");
    }

    static NamedTensors named(String first) {
        ModelManifest manifest = new ModelManifest(
                "logreg",
                List.of(
                        new TensorSpec(first, List.of(2, 3), TensorRole.TRAINABLE, Initializer.ZEROS),
                        new TensorSpec("bias", List.of(2), TensorRole.TRAINABLE, Initializer.ZEROS),
                        new TensorSpec("scale", List.of(1), TensorRole.FROZEN, Initializer.ZEROS)),
                1L,
                Map.of());
        return new NamedTensors(new ModelLayout(manifest).ranges(), PARAMETERS, Map.of("weir.version", "7"));
    }
}
