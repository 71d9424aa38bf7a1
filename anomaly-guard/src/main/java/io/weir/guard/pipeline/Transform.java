package io.weir.guard.pipeline;

/** Makes other rows: scales or mixes those that it gets. */
public non-sealed interface Transform extends Stage {
    /** Whether a new row can come from more than one old row. */
    boolean mixes();

    /** The new rows. */
    Rows transform(Rows rows);
}
