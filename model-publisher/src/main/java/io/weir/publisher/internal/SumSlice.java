package io.weir.publisher.internal;

/**
 * One slice of a round's sum.
 *
 * @param first index of its first parameter in the vector that the round's updates carry
 * @param sums fixed point, one a parameter
 * @param sha256 of the payload that it was decoded from
 */
public record SumSlice(int first, long[] sums, byte[] sha256) {}
