package io.weir.publisher.internal;

import io.weir.publisher.ModelStep;
import io.weir.schemas.digest.Digests;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A round whose slices are all there and cover the vector without gap or overlap.
 *
 * @param terms what the slices agree on
 * @param slices by chunk index
 */
public record CompleteRound(RoundTerms terms, List<SumSlice> slices) {
    /** What a model is moved by. */
    ModelStep.Sums sums() {
        return new ModelStep.Sums(
                terms.scale(),
                slices.stream()
                        .map(slice -> new ModelStep.Slice(slice.first(), slice.sums()))
                        .toList());
    }

    /** SHA-256 over the slices' payload hashes, by chunk index; 32 bytes. */
    byte[] aggregateDigest() {
        ByteBuffer hashes = ByteBuffer.allocate(
                slices.stream().mapToInt(slice -> slice.sha256().length).sum());
        slices.forEach(slice -> hashes.put(slice.sha256()));
        return Digests.sha256(hashes.flip());
    }
}
