package io.weir.aggregator.internal.slice;

import io.weir.guard.Signs;
import io.weir.schemas.arrow.FloatColumn;

/** Signs of a payload's values, decoded a few at a time. */
final class ColumnSigns {
    private static final int SOME = 1024;

    private ColumnSigns() {}

    /** Of {@code values}, which are finite. */
    static Signs of(FloatColumn values) {
        Signs signs = Signs.NONE;
        float[] some = new float[Math.min(SOME, values.length())];
        for (int from = 0; from < values.length(); from += SOME) {
            int count = Math.min(SOME, values.length() - from);
            values.decode(from, count, some, 0);
            signs = signs.plus(Signs.of(some, count));
        }
        return signs;
    }
}
