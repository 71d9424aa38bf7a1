package io.weir.guard.history;

/**
 * An update of an earlier sealed round.
 *
 * @param norm its L2 norm
 * @param deviation how far it was from what {@link Prediction} said, as a share of all deviations of its round; below 0 if
 *     nothing was predicted
 */
public record PastUpdate(long round, double norm, Outcome outcome, double deviation) {
    /** The deviation of an update that nothing was predicted for. */
    public static final double NOT_PREDICTED = -1;

    /** Whether there was a prediction. */
    public boolean isPredicted() {
        return deviation >= 0;
    }
}
