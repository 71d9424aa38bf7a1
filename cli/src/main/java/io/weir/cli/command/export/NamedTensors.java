package io.weir.cli.command.export;

import io.weir.publisher.PublishedModel;
import io.weir.schemas.model.ModelLayout;
import java.util.List;
import java.util.Map;

/**
 * A model for export.
 *
 * @param tensors where each tensor lies in {@code parameters}
 * @param parameters the flat vector, row-major tensor by tensor; not copied
 * @param metadata federation, version, digest, architecture
 */
@SuppressWarnings("ArrayRecordComponent") // a million parameters are not boxed; never compared
public record NamedTensors(List<ModelLayout.Range> tensors, float[] parameters, Map<String, String> metadata) {
    public NamedTensors {
        tensors = List.copyOf(tensors);
        metadata = Map.copyOf(metadata);
    }

    /** The tensors of a published version. */
    public static NamedTensors of(PublishedModel model) {
        return new NamedTensors(
                new ModelLayout(model.head().getManifest()).ranges(),
                model.parameters(),
                Map.of(
                        "weir.federation", model.head().getFederation(),
                        "weir.version", String.valueOf(model.version()),
                        "weir.digest", model.head().getDigest(),
                        "weir.architecture", model.head().getManifest().getArchitecture()));
    }
}
