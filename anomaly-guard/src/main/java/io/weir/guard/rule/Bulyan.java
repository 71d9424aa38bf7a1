package io.weir.guard.rule;

import io.weir.guard.Combination;
import io.weir.guard.pipeline.Aggregation;
import io.weir.guard.pipeline.Rows;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Bulyan of Krum (El Mhamdi, Guerraoui, Rouault 2018, section 4): picks {@code θ = n − 2f} rows, each by Krum among those
 * that are left (not the best θ of one ranking), then takes per coordinate the mean of the {@code θ − 2f} values nearest
 * to their median. Tolerates {@code f} hostile rows of at least {@code 4f + 3}.
 */
public final class Bulyan implements Aggregation {
    public static final String NAME = "bulyan";

    private final int f;
    private final KrumScores scores;

    /** Bulyan. */
    public Bulyan(int f) {
        this.f = f;
        this.scores = new KrumScores(f, KrumScores.PAPER);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int rowsMin() {
        return 4 * f + 3;
    }

    @Override
    public int rowsMax() {
        return 512;
    }

    @Override
    public Combination combination() {
        return new Combination.NearestToMedian(2 * f);
    }

    @Override
    public Result aggregate(Rows rows) {
        int[] left = IntStream.range(0, rows.size()).toArray();
        int[] picked = new int[rows.size() - 2 * f];
        double[] atLast = new double[rows.size()];
        for (int k = 0; k < picked.length; k++) {
            double[] scored = left.length == 1 ? new double[1] : scores.of(rows.gram(), left);
            for (int l = 0; l < left.length; l++) {
                atLast[left[l]] = scored[l];
            }
            int row = left[Order.smallest(scored, 1)[0]];
            picked[k] = row;
            left = Arrays.stream(left).filter(r -> r != row).toArray();
        }
        double limit = atLast[picked[picked.length - 1]];
        Arrays.sort(picked);
        return new Result.Chosen(
                picked, Optional.of(new Scores(KrumScores.MEANING + " when the last was picked", atLast, limit)));
    }
}
