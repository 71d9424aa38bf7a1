package io.weir.client.internal;

import io.weir.wire.ModelManifest;

/** What to do next. */
sealed interface Decision {
    /** Nothing, until something changes elsewhere. */
    record Wait(String reason) implements Decision {}

    /** Leave a round out. */
    record Skip(OpenRound round, String reason) implements Decision {}

    /** Train; {@code parameters} is the model's own array, empty for statistics. */
    @SuppressWarnings("ArrayRecordComponent") // internal carrier, never compared
    record Play(OpenRound round, ModelManifest manifest, float[] parameters) implements Decision {}

    /** The federation has run all of its rounds. */
    record Complete() implements Decision {}
}
