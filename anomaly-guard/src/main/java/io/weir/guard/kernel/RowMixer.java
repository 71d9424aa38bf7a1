package io.weir.guard.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Mixed rows {@code y_r = Σ_i mixing[r][i] · x_i} of a block, in double and in the order of the updates, then as float. */
final class RowMixer {
    private final int[][] members;
    private final double[][] shares;
    private final float[][] mixed;
    private final double[] line;

    /** Mixes nothing if {@code mixing} is empty. */
    RowMixer(List<double[]> mixing, int block) {
        this.members = new int[mixing.size()][];
        this.shares = new double[mixing.size()][];
        for (int r = 0; r < members.length; r++) {
            double[] row = mixing.get(r);
            members[r] = IntStream.range(0, row.length).filter(i -> row[i] != 0).toArray();
            shares[r] = Arrays.stream(members[r]).mapToDouble(i -> row[i]).toArray();
        }
        this.mixed = new float[mixing.size()][block];
        this.line = new double[block];
    }

    /** The mixed rows; {@code block} itself if nothing is mixed. */
    float[][] mix(float[][] block, int columns) {
        if (members.length == 0) {
            return block;
        }
        for (int r = 0; r < members.length; r++) {
            Arrays.fill(line, 0, columns, 0);
            for (int k = 0; k < members[r].length; k++) {
                add(block[members[r][k]], shares[r][k], columns);
            }
            for (int c = 0; c < columns; c++) {
                mixed[r][c] = (float) line[c];
            }
        }
        return mixed;
    }

    private void add(float[] row, double share, int columns) {
        double[] sum = line;
        for (int c = 0; c < columns; c++) {
            sum[c] += share * row[c];
        }
    }
}
