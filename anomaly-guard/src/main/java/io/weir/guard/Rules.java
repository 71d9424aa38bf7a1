package io.weir.guard;

import io.weir.guard.rule.FedAvg;
import io.weir.guard.rule.Median;
import io.weir.guard.rule.NormMad;
import io.weir.guard.rule.TrimmedMean;
import java.util.List;
import java.util.Map;

/** The rules by name. To add one: a class in {@code rule}, a line here, its row in the reference. */
public final class Rules {
    private static final List<String> NAMES = List.of(FedAvg.NAME, NormMad.NAME, Median.NAME, TrimmedMean.NAME);

    private Rules() {}

    /** Every rule's name. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The rule called {@code name}.
     *
     * @throws IllegalArgumentException if there is none, or a parameter is unknown or out of range
     */
    public static VerdictRule named(String name, Map<String, String> parameters) {
        Parameters read = new Parameters(name, parameters);
        VerdictRule rule =
                switch (name) {
                    case FedAvg.NAME -> new FedAvg();
                    case NormMad.NAME ->
                        new NormMad(
                                read.number("k", NormMad.DEFAULT_K, 0.1, 1000),
                                read.number("mad.floor", NormMad.DEFAULT_MAD_FLOOR, 1e-6, 10),
                                read.number("mad.ceiling", NormMad.DEFAULT_MAD_CEILING, 1e-6, 100));
                    case Median.NAME -> new Median();
                    case TrimmedMean.NAME -> new TrimmedMean(read.integer("f", TrimmedMean.DEFAULT_F, 0, 1 << 15));
                    default ->
                        throw new IllegalArgumentException(
                                "weir.guard.rule '" + name + "' is not known: use one of " + NAMES);
                };
        read.rejectUnread();
        return rule;
    }
}
