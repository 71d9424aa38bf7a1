package io.weir.schemas.model;

/** Names of a commit's metrics that others than people read. */
public final class CommitMetrics {
    /** In a round whose clip follows a quantile: whether the norm lay within it, in steps of the grid, noise included. */
    public static final String CLIP_WITHIN = "clip.within";

    private CommitMetrics() {}
}
