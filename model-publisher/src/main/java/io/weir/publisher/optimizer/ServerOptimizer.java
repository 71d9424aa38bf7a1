package io.weir.publisher.optimizer;

/**
 * Moves the trainable parameters by a round's exact sum of weighted deltas.
 *
 * <p>Each slice is stepped once in a round, in any order. The result must depend on the arguments alone, bit for bit on
 * every processor: fixed order of operations, {@link StrictMath} only. An instance is made anew for every round and for
 * every instance that takes over, so an optimizer with memory has to find it in what was published.
 */
public interface ServerOptimizer {
    /** The name that selects it in the federation's settings. */
    String name();

    /**
     * Steps one slice in place.
     *
     * @param parameters the concatenated trainable tensors
     * @param first index in {@code parameters} of the slice's first parameter
     * @param sums fixed-point sums of the slice, one a parameter
     * @param scale how the sums are read
     */
    void step(float[] parameters, int first, long[] sums, AggregateScale scale);
}
