package io.weir.privacy.vss;

import io.weir.privacy.field.PrimeField;
import java.util.Arrays;

/** Polynomials over the field as coefficients from the constant on. */
final class Polynomials {
    private Polynomials() {}

    static long value(long[] polynomial, long at) {
        long value = 0;
        for (int k = polynomial.length - 1; k >= 0; k--) {
            value = PrimeField.add(PrimeField.multiply(value, at), polynomial[k]);
        }
        return value;
    }

    /** Of the highest coefficient that is not 0; -1 of the zero polynomial. */
    static int degree(long[] polynomial) {
        int degree = polynomial.length - 1;
        while (degree >= 0 && polynomial[degree] == 0) {
            degree--;
        }
        return degree;
    }

    /** {@code product of (x - root)}. */
    static long[] withRoots(long[] roots) {
        long[] product = new long[roots.length + 1];
        product[0] = 1;
        for (int i = 0; i < roots.length; i++) {
            for (int k = i + 1; k >= 0; k--) {
                long shifted = k == 0 ? 0 : product[k - 1];
                product[k] = PrimeField.subtract(shifted, PrimeField.multiply(product[k], roots[i]));
            }
        }
        return product;
    }

    /** The polynomial with as many coefficients as there are points that has the values at the points (Lagrange). */
    static long[] interpolate(long[] points, long[] values) {
        long[] all = withRoots(points);
        long[] result = new long[points.length];
        long[] others = new long[points.length];
        for (int i = 0; i < points.length; i++) {
            long carried = 0;
            for (int k = points.length; k > 0; k--) {
                carried = PrimeField.add(PrimeField.multiply(carried, points[i]), all[k]);
                others[k - 1] = carried;
            }
            long factor = PrimeField.multiply(values[i], PrimeField.inverse(value(others, points[i])));
            for (int k = 0; k < points.length; k++) {
                result[k] = PrimeField.add(result[k], PrimeField.multiply(factor, others[k]));
            }
        }
        return result;
    }

    /** Quotient; the dividend becomes the remainder. */
    static long[] divide(long[] dividend, long[] divisor) {
        int low = degree(divisor);
        int high = degree(dividend);
        long[] quotient = new long[Math.max(1, high - low + 1)];
        long inverse = PrimeField.inverse(divisor[low]);
        for (int k = high - low; k >= 0; k--) {
            long factor = PrimeField.multiply(dividend[k + low], inverse);
            quotient[k] = factor;
            for (int i = 0; i <= low; i++) {
                dividend[k + i] = PrimeField.subtract(dividend[k + i], PrimeField.multiply(factor, divisor[i]));
            }
        }
        return quotient;
    }

    /** {@code a - b * c}. */
    static long[] minusProduct(long[] a, long[] b, long[] c) {
        long[] result = Arrays.copyOf(a, Math.max(a.length, b.length + c.length - 1));
        for (int i = 0; i < b.length; i++) {
            for (int k = 0; k < c.length; k++) {
                result[i + k] = PrimeField.subtract(result[i + k], PrimeField.multiply(b[i], c[k]));
            }
        }
        return result;
    }
}
