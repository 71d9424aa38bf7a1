package io.weir.guard.rule;

/**
 * The largest eigenvalue of a symmetric matrix without negative eigenvalues, and each coordinate's share in its
 * eigenvectors: the diagonal of the projector onto them, which for a simple eigenvalue is {@code u_i²}. By squaring the
 * matrix until one eigenvalue is left, which needs no start vector and does not prefer a coordinate; eigenvalues nearer
 * than about 1e-8 of each other count as one.
 *
 * @param value the eigenvalue
 * @param shares one a coordinate, their sum is 1, or 0 if the matrix is zero
 */
record TopSpace(double value, double[] shares) {
    private static final int SQUARINGS_MAX = 60;
    private static final double SETTLED = 1e-15;

    static TopSpace of(double[][] matrix) {
        double[] shares = new double[matrix.length];
        double[][] power = divided(matrix, trace(matrix));
        if (power.length == 0) {
            return new TopSpace(0, shares);
        }
        double before = 0;
        for (int k = 0; k < SQUARINGS_MAX; k++) {
            double[][] square = squared(power);
            double trace = trace(square);
            power = divided(square, trace);
            if (Math.abs(trace - before) <= SETTLED) {
                break;
            }
            before = trace;
        }
        double value = 0;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = power[i][i];
            for (int j = 0; j < shares.length; j++) {
                value += matrix[i][j] * power[i][j];
            }
        }
        return new TopSpace(value, shares);
    }

    private static double trace(double[][] matrix) {
        double trace = 0;
        for (int i = 0; i < matrix.length; i++) {
            trace += matrix[i][i];
        }
        return trace;
    }

    /** Empty if there is nothing to divide by. */
    private static double[][] divided(double[][] matrix, double divisor) {
        if (!(divisor > 0)) {
            return new double[0][];
        }
        double[][] divided = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                divided[i][j] = matrix[i][j] / divisor;
            }
        }
        return divided;
    }

    private static double[][] squared(double[][] symmetric) {
        int n = symmetric.length;
        double[][] square = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += symmetric[i][k] * symmetric[j][k];
                }
                square[i][j] = sum;
                square[j][i] = sum;
            }
        }
        return square;
    }
}
