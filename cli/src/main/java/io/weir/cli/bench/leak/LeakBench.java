package io.weir.cli.bench.leak;

import io.weir.cli.attack.LabelledRows;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Attacks every view of participants of every size. */
public final class LeakBench {
    static final String ANALYTIC = "analytic";
    static final String MATCHING = "matching";

    /** Rows beyond which optimisation finds nothing and takes long. */
    private static final int MATCHED_ROWS_MAX = 10;

    private final LeakOptions options;
    private final Consumer<String> progress;

    public LeakBench(LeakOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @throws io.weir.trainers.data.InvalidDataException if the file cannot be used
     */
    public LeakResult run() {
        Target target = Target.of(options);
        Inversion analytic = new AnalyticInversion(target.width(), target.hidden());
        Inversion matching = new Matching(target, options.steps());
        List<LeakCell> cells = new ArrayList<>();
        for (View view : View.values()) {
            for (int batch : options.batches()) {
                cells.add(cell(target, ANALYTIC, analytic, view, batch, options.trials()));
                if (options.matchings() > 0 && batch * view.participants() <= MATCHED_ROWS_MAX) {
                    cells.add(cell(target, MATCHING, matching, view, batch, options.matchings()));
                }
            }
            progress.accept("attacked " + view.label());
        }
        return new LeakResult(options, target.width(), target.hidden(), cells);
    }

    /** Every view is of the same rows. */
    private LeakCell cell(Target target, String name, Inversion attack, View view, int batch, int trials) {
        Recovery found = new Recovery(target.rows());
        Recovery floor = new Recovery(target.rows());
        Sight sight = new Sight(target);
        for (int trial = 0; trial < trials; trial++) {
            SplittableRandom random = new SplittableRandom(options.seed() * 1_000_003 + trial);
            List<LabelledRows> participants = target.draw(view.participants(), batch, random);
            double[] seen = sight.of(view, participants, random);
            LabelledRows all = joined(participants);
            found.add(all, attack.candidates(seen, all.labels(), random));
            floor.add(all, attack.candidates(Numbers.noiseLike(seen, random), all.labels(), random));
        }
        return new LeakCell(
                name,
                view,
                batch,
                trials,
                found.recovered(),
                found.exact(),
                found.psnr(),
                floor.recovered(),
                floor.psnr());
    }

    private static LabelledRows joined(List<LabelledRows> parts) {
        int each = parts.get(0).inputs().length;
        int rows = parts.get(0).rows();
        float[] inputs = new float[parts.size() * each];
        float[] labels = new float[parts.size() * rows];
        for (int p = 0; p < parts.size(); p++) {
            System.arraycopy(parts.get(p).inputs(), 0, inputs, p * each, each);
            System.arraycopy(parts.get(p).labels(), 0, labels, p * rows, rows);
        }
        return new LabelledRows(inputs, labels);
    }
}
