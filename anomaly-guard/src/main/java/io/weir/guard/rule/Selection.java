package io.weir.guard.rule;

import io.weir.guard.Combination;
import io.weir.guard.pipeline.Aggregation;
import io.weir.guard.pipeline.Rows;

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
        return new Result.Coefficients(Order.meanOf(select(rows), rows.size()));
    }
}
