package io.weir.publisher;

import io.weir.wire.ModelHead;

/**
 * A version whose hashes and digest were verified.
 *
 * @param head what is known of the version
 * @param parameters the full flat vector, all tensors in the manifest's order; not copied, so do not write to it
 */
public record PublishedModel(ModelHead head, float[] parameters) {
    /** The version's number. */
    public long version() {
        return head.getVersion();
    }
}
