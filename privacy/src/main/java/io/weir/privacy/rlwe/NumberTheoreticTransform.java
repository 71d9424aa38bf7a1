package io.weir.privacy.rlwe;

import io.weir.privacy.field.PrimeField;

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
    private static final long SIZE_INVERSE = PrimeField.inverse(SIZE);
    private static final long SIZE_INVERSE_QUOTIENT = PrimeField.quotient(SIZE_INVERSE);

    static {
        long root = primitiveRoot();
        long inverse = PrimeField.inverse(root);
        for (int i = 0; i < SIZE; i++) {
            int power = Integer.reverse(i) >>> (Integer.SIZE - LOG_SIZE);
            ROOTS[i] = PrimeField.power(root, power);
            ROOT_QUOTIENTS[i] = PrimeField.quotient(ROOTS[i]);
            INVERSE_ROOTS[i] = PrimeField.power(inverse, power);
            INVERSE_ROOT_QUOTIENTS[i] = PrimeField.quotient(INVERSE_ROOTS[i]);
        }
    }

    private NumberTheoreticTransform() {}

    /** The first of 2, 3, … whose power has order 8192 exactly: its 4096th power is -1. */
    private static long primitiveRoot() {
        for (long base = 2; ; base++) {
            long candidate = PrimeField.power(base, (PrimeField.Q - 1) / (2 * SIZE));
            if (PrimeField.power(candidate, SIZE) == PrimeField.Q - 1) {
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
                    long high = PrimeField.multiply(a[i + half], root, quotient);
                    a[i] = PrimeField.add(low, high);
                    a[i + half] = PrimeField.subtract(low, high);
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
                    a[i] = PrimeField.add(low, high);
                    a[i + half] = PrimeField.multiply(PrimeField.subtract(low, high), root, quotient);
                }
            }
        }
        for (int i = 0; i < SIZE; i++) {
            a[i] = PrimeField.multiply(a[i], SIZE_INVERSE, SIZE_INVERSE_QUOTIENT);
        }
    }
}
