package io.weir.publisher;

import java.util.SortedSet;

/** A version that was asked for is not, or no longer, in the models topic. */
public final class ModelNotFoundException extends PublisherException {
    private static final long serialVersionUID = 1L;

    public ModelNotFoundException(String federation, long version, SortedSet<Long> retained) {
        super("federation '" + federation + "' has no version " + version + ": "
                + (retained.isEmpty()
                        ? "nothing is published yet"
                        : "retained are " + retained + " (weir.models.retain.versions decides how many)"));
    }
}
