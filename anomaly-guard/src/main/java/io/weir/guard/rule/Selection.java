package io.weir.guard.rule;

import io.weir.guard.Combination;
import io.weir.guard.pipeline.Aggregation;
import io.weir.guard.pipeline.Rows;
import java.util.Arrays;
import java.util.Optional;

/** An aggregation that is the plain mean of rows that it selects. */
abstract class Selection implements Aggregation {
    private final String name;
    private final int rowsMin;

    Selection(String name, int rowsMin) {
        this.name = name;
        this.rowsMin = rowsMin;
    }

    /** The rows that count, in any order. */
    abstract int[] select(Rows rows);

    /** The rows that count, and why. */
    record Choice(int[] selected, Optional<double[]> scores) {}

    /** The choice with its scores; of selections that know them while they choose. */
    Choice choose(Rows rows) {
        int[] selected = select(rows);
        return new Choice(selected, scores(rows, selected));
    }

    /** A number of each row that tells why some were selected: theirs are the smallest; of selections that have one. */
    Optional<double[]> scores(Rows rows, int[] selected) {
        return Optional.empty();
    }

    /** What {@link #scores} are, in words. */
    String meaning() {
        return "score";
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int rowsMin() {
        return rowsMin;
    }

    @Override
    public final Combination combination() {
        return new Combination.Linear();
    }

    @Override
    public final Result aggregate(Rows rows) {
        Choice choice = choose(rows);
        int[] selected = choice.selected();
        Optional<Scores> why = choice.scores().map(values -> {
            double limit =
                    Arrays.stream(selected).mapToDouble(r -> values[r]).max().orElse(0);
            return new Scores(meaning(), values, limit);
        });
        return new Result.Coefficients(Order.meanOf(selected, rows.size()), why);
    }
}
