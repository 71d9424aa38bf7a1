package io.weir.privacy.dp.accounting;

/** Checks of parameters; the errors say what is allowed. */
final class Require {
    private Require() {}

    static double positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + ": it must be greater than 0 and finite");
        }
        return value;
    }

    static long atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ": it must be 1 or more");
        }
        return value;
    }

    /** In (0, 1]. */
    static double rate(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is " + value + ": it must be greater than 0 and at most 1");
        }
        return value;
    }

    /** In (0, 1). */
    static double delta(double delta) {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException(
                    "delta is " + delta
                            + ": it must be greater than 0 and less than 1, and should be well below 1 over the number of records");
        }
        return delta;
    }

    static double order(double order) {
        if (!(order > 1) || Double.isInfinite(order)) {
            throw new IllegalArgumentException("the order is " + order + ": it must be greater than 1 and finite");
        }
        return order;
    }
}
