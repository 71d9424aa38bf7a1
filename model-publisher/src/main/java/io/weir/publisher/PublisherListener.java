package io.weir.publisher;

import io.weir.wire.ModelHead;

/** Told of what a publisher does, on the publisher's thread; an exception thrown here ends the publisher. */
public interface PublisherListener {
    /** This instance was assigned the aggregates and has loaded its state. */
    default void becameActive() {}

    /** This instance is active and cannot publish yet; told once for each new reason. */
    default void waiting(String reason) {}

    /** A version became visible. */
    default void published(ModelHead head) {}
}
