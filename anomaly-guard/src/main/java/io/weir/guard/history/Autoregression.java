package io.weir.guard.history;

/**
 * A first-order matrix autoregression {@code X_t = A X_(t−1) B + E} (Chen, Xiao, Yang 2021), fitted by alternating least
 * squares from {@code B = I}: {@code A = (Σ X_t Yᵀ)(Σ Y Yᵀ + I)⁻¹} with {@code Y = X_(t−1) B}, then {@code B = (Σ ZᵀZ +
 * I)⁻¹(Σ ZᵀX_t)} with {@code Z = A X_(t−1)}. Fitted to the matrices divided by the root of the mean of their squares, so that
 * the ridge of 1 means the same whatever the scale.
 */
final class Autoregression {
    private final double[][] rows;
    private final double[][] columns;

    private Autoregression(double[][] rows, double[][] columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /**
     * Fits.
     *
     * @param x matrices of one shape, oldest first, at least two
     * @param iterations of both steps, at least 1
     */
    static Autoregression fit(double[][][] x, int iterations) {
        double scale = scale(x);
        double[][] a = new double[0][];
        double[][] b = identity(x[0][0].length);
        for (int k = 0; k < iterations; k++) {
            a = rows(x, b, scale);
            b = columns(x, a, scale);
        }
        return new Autoregression(a, b);
    }

    /** {@code A x B}. */
    double[][] after(double[][] x) {
        return times(times(rows, x), columns);
    }

    /** One over the mean square; 0 of zeros. */
    private static double scale(double[][][] x) {
        double squares = 0;
        for (double[][] matrix : x) {
            for (double[] row : matrix) {
                squares += Sketches.product(row, row);
            }
        }
        double mean = squares / ((double) x.length * x[0].length * x[0][0].length);
        return mean > 0 ? 1 / mean : 0;
    }

    private static double[][] rows(double[][][] x, double[][] b, double scale) {
        int d = x[0].length;
        double[][] right = new double[d][d];
        double[][] left = identity(d);
        for (int t = 1; t < x.length; t++) {
            double[][] y = times(x[t - 1], b);
            addProducts(x[t], y, scale, right);
            addProducts(y, y, scale, left);
        }
        return solveRows(left, right);
    }

    private static double[][] columns(double[][][] x, double[][] a, double scale) {
        int n = x[0][0].length;
        double[][] right = new double[n][n];
        double[][] left = identity(n);
        for (int t = 1; t < x.length; t++) {
            double[][] z = transposed(times(a, x[t - 1]));
            addProducts(transposed(x[t]), z, scale, right);
            addProducts(z, z, scale, left);
        }
        return transposed(solveRows(left, right));
    }

    /** {@code sums += scale · p qᵀ}. */
    private static void addProducts(double[][] p, double[][] q, double scale, double[][] sums) {
        for (int i = 0; i < p.length; i++) {
            for (int j = 0; j < q.length; j++) {
                sums[i][j] += scale * Sketches.product(p[i], q[j]);
            }
        }
    }

    /** Each row r of {@code right} as {@code r M⁻¹}, by Cholesky's factor of the symmetric, positive definite M. */
    private static double[][] solveRows(double[][] m, double[][] right) {
        int n = m.length;
        double[][] l = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = m[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
            }
        }
        double[][] upper = transposed(l);
        double[][] solved = new double[right.length][];
        for (int r = 0; r < right.length; r++) {
            double[] y = right[r].clone();
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < i; k++) {
                    y[i] -= l[i][k] * y[k];
                }
                y[i] /= l[i][i];
            }
            for (int i = n - 1; i >= 0; i--) {
                for (int k = i + 1; k < n; k++) {
                    y[i] -= upper[i][k] * y[k];
                }
                y[i] /= l[i][i];
            }
            solved[r] = y;
        }
        return solved;
    }

    private static double[][] times(double[][] p, double[][] q) {
        double[][] product = new double[p.length][q[0].length];
        for (int i = 0; i < p.length; i++) {
            for (int k = 0; k < q.length; k++) {
                for (int j = 0; j < q[k].length; j++) {
                    product[i][j] += p[i][k] * q[k][j];
                }
            }
        }
        return product;
    }

    static double[][] transposed(double[][] matrix) {
        double[][] turned = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                turned[j][i] = matrix[i][j];
            }
        }
        return turned;
    }

    private static double[][] identity(int n) {
        double[][] identity = new double[n][n];
        for (int i = 0; i < n; i++) {
            identity[i][i] = 1;
        }
        return identity;
    }
}
