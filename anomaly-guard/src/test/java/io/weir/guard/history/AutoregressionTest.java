package io.weir.guard.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AutoregressionTest {
    private static final int NUMBERS = 3;
    private static final int PARTICIPANTS = 5;
    private static final int ROUNDS = 8;

    @Test
    void findsHowMatricesFollowOneAnother() {
        double[][][] x = series(7, 1);

        double[][] next = Autoregression.fit(Arrays.copyOf(x, ROUNDS - 1), 100).after(x[ROUNDS - 2]);

        assertThat(distance(next, x[ROUNDS - 1])).isLessThan(0.1 * distance(x[ROUNDS - 2], x[ROUNDS - 1]));
    }

    @Test
    void theRidgeMeansTheSameWhateverTheScale() {
        double[][] small = Autoregression.fit(series(7, 1), 10).after(series(7, 1)[0]);
        double[][] large = Autoregression.fit(series(7, 1e6), 10).after(series(7, 1e6)[0]);

        for (int i = 0; i < NUMBERS; i++) {
            for (int j = 0; j < PARTICIPANTS; j++) {
                assertThat(large[i][j] / 1e6).isCloseTo(small[i][j], within(1e-9));
            }
        }
    }

    @Test
    void zerosForecastZeros() {
        double[][][] zeros = new double[3][NUMBERS][PARTICIPANTS];

        assertThat(distance(Autoregression.fit(zeros, 5).after(zeros[2]), zeros[0]))
                .isZero();
    }

    /** {@code x_t = A x_(t−1) B} with matrices that turn and mix and keep about the length. */
    private static double[][][] series(long seed, double scale) {
        Random random = new Random(seed);
        double[][] a = {{0.8, -0.6, 0}, {0.6, 0.8, 0}, {0, 0, -1}};
        double[][] b = new double[PARTICIPANTS][PARTICIPANTS];
        for (int j = 0; j < PARTICIPANTS; j++) {
            b[j][j] = 0.9;
            b[j][(j + 1) % PARTICIPANTS] = 0.2;
        }
        double[][][] x = new double[ROUNDS][NUMBERS][PARTICIPANTS];
        for (double[] row : x[0]) {
            Arrays.setAll(row, j -> scale * 4 * random.nextGaussian());
        }
        for (int t = 1; t < ROUNDS; t++) {
            for (int i = 0; i < NUMBERS; i++) {
                for (int j = 0; j < PARTICIPANTS; j++) {
                    for (int k = 0; k < NUMBERS; k++) {
                        for (int l = 0; l < PARTICIPANTS; l++) {
                            x[t][i][j] += a[i][k] * x[t - 1][k][l] * b[l][j];
                        }
                    }
                }
            }
        }
        return x;
    }

    private static double distance(double[][] p, double[][] q) {
        double squares = 0;
        for (int i = 0; i < p.length; i++) {
            for (int j = 0; j < p[i].length; j++) {
                squares += (p[i][j] - q[i][j]) * (p[i][j] - q[i][j]);
            }
        }
        return Math.sqrt(squares);
    }
}
