package io.weir.aggregator.internal.slice;

import java.util.Map;

/**
 * An admitted update's part of a slice.
 *
 * @param chunks by chunk index, one for each index of the slice
 * @param factor in (0, 1]; multiplies the values
 */
record Wanted(Map<Integer, HeldChunk> chunks, double factor) {}
