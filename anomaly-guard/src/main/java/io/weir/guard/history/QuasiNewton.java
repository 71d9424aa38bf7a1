package io.weir.guard.history;

import java.util.ArrayList;
import java.util.List;

/**
 * How the last step changes what participants send, by the L-BFGS matrix of the steps before in compact form (Byrd, Nocedal,
 * Schnabel 1994, theorem 2.3): {@code B v = σv − [σS Y] M⁻¹ [σSᵀv; Yᵀv]} with {@code M = [σSᵀS L; Lᵀ −D]}, {@code L} and
 * {@code D} the lower triangle and diagonal of {@code SᵀY}, and {@code σ = y·s / s·s} of the newest pair. A step is a
 * descent, so the curvature pairs are {@code s_k = a_k}, {@code y_k = a_k − a_(k+1)}, and the change is {@code −B v}.
 */
final class QuasiNewton {
    private QuasiNewton() {}

    /**
     * The change that the last step brings; zeros if there are too few steps, or they have no curvature.
     *
     * @param steps aggregates, oldest first, at least one, of one length
     */
    static double[] change(List<double[]> steps) {
        double[] v = steps.get(steps.size() - 1);
        int pairs = steps.size() - 1;
        if (pairs == 0) {
            return new double[v.length];
        }
        List<double[]> s = steps.subList(0, pairs);
        List<double[]> y = new ArrayList<>();
        for (int k = 0; k < pairs; k++) {
            y.add(Sketches.plus(steps.get(k), -1, steps.get(k + 1)));
        }
        double[] newest = s.get(pairs - 1);
        double sigma = Sketches.product(y.get(pairs - 1), newest) / Sketches.product(newest, newest);
        double[][] m = new double[2 * pairs][2 * pairs];
        double[] right = new double[2 * pairs];
        for (int i = 0; i < pairs; i++) {
            right[i] = sigma * Sketches.product(s.get(i), v);
            right[pairs + i] = Sketches.product(y.get(i), v);
            for (int j = 0; j < pairs; j++) {
                m[i][j] = sigma * Sketches.product(s.get(i), s.get(j));
                double sy = Sketches.product(s.get(i), y.get(j));
                if (i > j) {
                    m[i][pairs + j] = sy;
                    m[pairs + j][i] = sy;
                } else if (i == j) {
                    m[pairs + i][pairs + i] = -sy;
                }
            }
        }
        return solve(m, right) ? combine(s, y, sigma, right, v) : new double[v.length];
    }

    private static double[] combine(List<double[]> s, List<double[]> y, double sigma, double[] p, double[] v) {
        double[] change = Sketches.scaled(v, -sigma);
        for (int k = 0; k < s.size(); k++) {
            change = Sketches.plus(change, sigma * p[k], s.get(k));
            change = Sketches.plus(change, p[s.size() + k], y.get(k));
        }
        return change;
    }

    /** Gaussian elimination with the largest pivot, into {@code x}; false if the matrix is singular or not finite. */
    private static boolean solve(double[][] a, double[] x) {
        int n = x.length;
        double tiny = 1e-12 * largest(a);
        for (int c = 0; c < n; c++) {
            int pivot = c;
            for (int r = c + 1; r < n; r++) {
                pivot = Math.abs(a[r][c]) > Math.abs(a[pivot][c]) ? r : pivot;
            }
            if (!(Math.abs(a[pivot][c]) > tiny)) {
                return false;
            }
            double[] row = a[pivot];
            a[pivot] = a[c];
            a[c] = row;
            double value = x[pivot];
            x[pivot] = x[c];
            x[c] = value;
            for (int r = c + 1; r < n; r++) {
                double factor = a[r][c] / a[c][c];
                for (int k = c; k < n; k++) {
                    a[r][k] -= factor * a[c][k];
                }
                x[r] -= factor * x[c];
            }
        }
        for (int r = n - 1; r >= 0; r--) {
            for (int k = r + 1; k < n; k++) {
                x[r] -= a[r][k] * x[k];
            }
            x[r] /= a[r][r];
        }
        return true;
    }

    private static double largest(double[][] a) {
        double largest = 0;
        for (double[] row : a) {
            for (double value : row) {
                largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : Double.POSITIVE_INFINITY;
            }
        }
        return largest;
    }
}
