package io.weir.cli.bench.mnist;

import io.weir.guard.Gram;
import java.util.Arrays;
import java.util.List;

/**
 * Attack vectors on a line: {@code from + s · along}, both mixtures of a round's base rows. Base rows are the honest updates
 * and, for A Little Is Enough, their deviation per coordinate. Inner products of a round under attack then follow from those of
 * the base rows, for any strength s.
 *
 * @param base number of base rows
 * @param honest how many of them are honest updates, the first
 * @param from shares of the base rows
 * @param along shares of the base rows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Line(int base, int honest, double[] from, double[] along) {
    /** The honest mean backwards, s times as long: sign flip and inner-product manipulation (Xie, Koyejo, Gupta 2020). */
    static Line reversed(int honest) {
        double[] along = new double[honest];
        Arrays.fill(along, -1.0 / honest);
        return new Line(honest, honest, new double[honest], along);
    }

    /** The honest mean plus s honest deviations (Baruch, Baruch, Goldberg 2019); the base ends with that deviation. */
    static Line shifted(int honest) {
        double[] from = new double[honest + 1];
        Arrays.fill(from, 0, honest, 1.0 / honest);
        double[] along = new double[honest + 1];
        along[honest] = 1;
        return new Line(honest + 1, honest, from, along);
    }

    /** Whether the base needs the deviation. */
    boolean needsDeviation() {
        return base > honest;
    }

    /** Shares of the base rows in an attack of strength {@code s}. */
    double[] shares(double s) {
        double[] shares = from.clone();
        for (int b = 0; b < base; b++) {
            shares[b] += s * along[b];
        }
        return shares;
    }

    /** Every update of a round as a mixture of base rows: the honest, then {@code attackers} copies of the attack. */
    double[][] round(int attackers, double s) {
        double[][] mixing = new double[honest + attackers][];
        double[] attack = shares(s);
        for (int r = 0; r < mixing.length; r++) {
            mixing[r] = r < honest ? unit(r) : attack;
        }
        return mixing;
    }

    private double[] unit(int row) {
        double[] unit = new double[base];
        unit[row] = 1;
        return unit;
    }

    /**
     * Squared distance of {@code Σ shares · updates} from the honest mean.
     *
     * @param products of the base rows
     * @param round as {@link #round} mixes it
     */
    double squaredDistance(Gram products, double[][] round, double[] shares) {
        double[] difference = new double[base];
        for (int r = 0; r < round.length; r++) {
            for (int b = 0; b < difference.length; b++) {
                difference[b] += shares[r] * round[r][b];
            }
        }
        for (int b = 0; b < honest; b++) {
            difference[b] -= 1.0 / honest;
        }
        return products.mixed(new double[][] {difference}).product(0, 0);
    }

    /** An attack of strength {@code s}: a mixture of the base rows, in double, then as float. */
    float[] craft(double s, List<float[]> rows, int length) {
        double[] shares = shares(s);
        double[] sum = new double[length];
        for (int b = 0; b < base; b++) {
            if (shares[b] != 0) {
                add(shares[b], rows.get(b), sum);
            }
        }
        float[] attack = new float[length];
        for (int j = 0; j < length; j++) {
            attack[j] = (float) sum[j];
        }
        return attack;
    }

    private static void add(double share, float[] row, double[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += share * row[j];
        }
    }
}
