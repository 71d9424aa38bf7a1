package io.weir.guard.rule;

import io.weir.guard.Combination;
import io.weir.guard.pipeline.Aggregation;
import io.weir.guard.pipeline.Rows;
import java.util.stream.IntStream;

/** An aggregation by coordinates that looks at every row. */
abstract class Ranked implements Aggregation {
    private final String name;
    private final Combination combination;

    Ranked(String name, Combination combination) {
        this.name = name;
        this.combination = combination;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean needsGram() {
        return false;
    }

    @Override
    public final Combination combination() {
        return combination;
    }

    @Override
    public final Result aggregate(Rows rows) {
        return new Result.Chosen(IntStream.range(0, rows.size()).toArray());
    }
}
