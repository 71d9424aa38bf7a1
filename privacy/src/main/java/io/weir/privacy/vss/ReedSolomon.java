package io.weir.privacy.vss;

import java.util.Optional;

/** Decoding of values of a polynomial, some of them false: Gao 2003, "A new algorithm for decoding Reed-Solomon codes", algorithm 1. */
final class ReedSolomon {
    private ReedSolomon() {}

    /**
     * The polynomial of at most {@code coefficients} coefficients that all values but {@code (n - coefficients) / 2} at most are on.
     *
     * @param points all different
     * @return empty if there is none
     */
    static Optional<long[]> decode(long[] points, long[] values, int coefficients) {
        long[] older = Polynomials.withRoots(points);
        long[] newer = Polynomials.interpolate(points, values);
        long[] olderFactor = {0};
        long[] newerFactor = {1};
        while (2 * Polynomials.degree(newer) >= points.length + coefficients) {
            long[] quotient = Polynomials.divide(older, newer);
            long[] remainder = older;
            long[] factor = Polynomials.minusProduct(olderFactor, quotient, newerFactor);
            older = newer;
            newer = remainder;
            olderFactor = newerFactor;
            newerFactor = factor;
        }
        long[] candidate = Polynomials.divide(newer, newerFactor);
        boolean divides = Polynomials.degree(newer) < 0;
        if (!divides || Polynomials.degree(candidate) >= coefficients) {
            return Optional.empty();
        }
        return Optional.of(candidate);
    }
}
