package io.weir.privacy.rlwe;

/**
 * The transform of Z_q[x]/(x^4096 + 1) that makes multiplication pointwise. Longa and Naehrig 2016, algorithms 1 and 2: powers of a primitive 8192nd
 * root in bit-reversed order, so neither direction permutes.
 */
final class NumberTheoreticTransform {
    static final int SIZE = 4096;
    private static final int LOG_SIZE = 12;

    private static final long[] ROOTS = new long[SIZE];
    private static final long[] ROOT_QUOTIENTS = new long[SIZE];
    private static final long[] INVERSE_ROOTS = new long[SIZE];
    private static final long[] INVERSE_ROOT_QUOTIENTS = new long[SIZE];
    private static final long SIZE_INVERSE = RingModulus.inverse(SIZE);
    private static final long SIZE_INVERSE_QUOTIENT = RingModulus.quotient(SIZE_INVERSE);

    static {
        long root = primitiveRoot();
        long inverse = RingModulus.inverse(root);
        for (int i = 0; i < SIZE; i++) {
            int power = Integer.reverse(i) >>> (Integer.SIZE - LOG_SIZE);
            ROOTS[i] = RingModulus.power(root, power);
            ROOT_QUOTIENTS[i] = RingModulus.quotient(ROOTS[i]);
            INVERSE_ROOTS[i] = RingModulus.power(inverse, power);
            INVERSE_ROOT_QUOTIENTS[i] = RingModulus.quotient(INVERSE_ROOTS[i]);
        }
    }

    private NumberTheoreticTransform() {}

    /** The first of 2, 3, … whose power has order 8192 exactly: its 4096th power is -1. */
    private static long primitiveRoot() {
        for (long base = 2; ; base++) {
            long candidate = RingModulus.power(base, (RingModulus.Q - 1) / (2 * SIZE));
            if (RingModulus.power(candidate, SIZE) == RingModulus.Q - 1) {
                return candidate;
            }
        }
    }

    /** In place, from coefficients. */
    static void forward(long[] a) {
        for (int groups = 1, half = SIZE / 2; groups < SIZE; groups *= 2, half /= 2) {
            for (int group = 0; group < groups; group++) {
                long root = ROOTS[groups + group];
                long quotient = ROOT_QUOTIENTS[groups + group];
                int from = 2 * group * half;
                for (int i = from; i < from + half; i++) {
                    long low = a[i];
                    long high = RingModulus.multiply(a[i + half], root, quotient);
                    a[i] = RingModulus.add(low, high);
                    a[i + half] = RingModulus.subtract(low, high);
                }
            }
        }
    }

    /** In place, to coefficients. */
    static void inverse(long[] a) {
        for (int groups = SIZE / 2, half = 1; groups >= 1; groups /= 2, half *= 2) {
            for (int group = 0; group < groups; group++) {
                long root = INVERSE_ROOTS[groups + group];
                long quotient = INVERSE_ROOT_QUOTIENTS[groups + group];
                int from = 2 * group * half;
                for (int i = from; i < from + half; i++) {
                    long low = a[i];
                    long high = a[i + half];
                    a[i] = RingModulus.add(low, high);
                    a[i + half] = RingModulus.multiply(RingModulus.subtract(low, high), root, quotient);
                }
            }
        }
        for (int i = 0; i < SIZE; i++) {
            a[i] = RingModulus.multiply(a[i], SIZE_INVERSE, SIZE_INVERSE_QUOTIENT);
        }
    }
}
