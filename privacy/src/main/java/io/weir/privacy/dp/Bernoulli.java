package io.weir.privacy.dp;

import java.util.function.LongSupplier;

/**
 * Coins whose probability is exact: integers alone decide. A uniform real number is drawn 63 bits at a time, and further
 * bits only where those drawn do not settle the comparison.
 */
final class Bernoulli {
    /** Largest denominator. */
    static final long DENOMINATOR_MAX = 1L << 61;

    private Bernoulli() {}

    /** True with probability {@code n/d}, 0 ≤ n ≤ d ≤ 2^61. */
    static boolean ratio(LongSupplier words, long n, long d) {
        long left = n;
        while (true) {
            long u = words.getAsLong() >>> 1;
            long low = u * d;
            long whole = (Math.multiplyHigh(u, d) << 1) | (low >>> 63);
            if (whole >= left) {
                return false; // u/2^63 · d, a lower end of what the real number times d may be
            }
            long room = Long.MAX_VALUE - (low & Long.MAX_VALUE);
            if (whole < left - 1 || room >= d - 1) {
                return true;
            }
            left = room + 1; // of the last unit: further bits decide
        }
    }

    /** True with probability e^(-n/d), 0 ≤ n ≤ d: Canonne, Kamath, Steinke 2020, algorithm 1. */
    static boolean expMinus(LongSupplier words, long n, long d) {
        long k = 1;
        while (ratio(words, n, Math.multiplyExact(d, k))) {
            k++;
        }
        return (k & 1) == 1;
    }

    /** True with probability e^(-(n/d)²/2), 0 ≤ n ≤ d: algorithm 1 again, its coin being three in a row. */
    static boolean expMinusHalfSquare(LongSupplier words, long n, long d) {
        long k = 1;
        while (ratio(words, 1, 2 * k) && ratio(words, n, d) && ratio(words, n, d)) {
            k++;
        }
        return (k & 1) == 1;
    }

    /** A number below {@code bound}, all equally likely; 1 ≤ bound ≤ 2^61. */
    static long uniform(LongSupplier words, long bound) {
        while (true) {
            long u = words.getAsLong() >>> 1;
            long low = u * bound;
            long rest = low & Long.MAX_VALUE;
            // 2^63 mod bound of the rests are one too many for some results (Lemire 2019).
            if (rest >= bound || rest >= (Long.MAX_VALUE % bound + 1) % bound) {
                return (Math.multiplyHigh(u, bound) << 1) | (low >>> 63);
            }
        }
    }
}
