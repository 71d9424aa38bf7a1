package io.weir.guard;

import io.weir.guard.pipeline.Stage;
import io.weir.guard.rule.FedAvg;
import io.weir.guard.rule.Median;
import io.weir.guard.rule.NormMad;
import io.weir.guard.rule.TrimmedMean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The stages by name. To add one: a class in {@code rule}, a line here, its row in the reference. */
final class Stages {
    private static final int F_MAX = 1 << 15;
    private static final int F_DEFAULT = 1;

    private static final Map<String, Function<Parameters, Stage>> STAGES = stages();

    private Stages() {}

    private static Map<String, Function<Parameters, Stage>> stages() {
        Map<String, Function<Parameters, Stage>> stages = new LinkedHashMap<>();
        stages.put(FedAvg.NAME, p -> new FedAvg());
        stages.put(
                NormMad.NAME,
                p -> new NormMad(
                        p.number("k", NormMad.DEFAULT_K, 0.1, 1000),
                        p.number("mad.floor", NormMad.DEFAULT_MAD_FLOOR, 1e-6, 10),
                        p.number("mad.ceiling", NormMad.DEFAULT_MAD_CEILING, 1e-6, 100)));
        stages.put(Median.NAME, p -> new Median());
        stages.put(TrimmedMean.NAME, p -> new TrimmedMean(f(p)));
        return stages;
    }

    /** How many hostile updates a stage is to withstand; one {@code f} for the whole rule. */
    private static int f(Parameters parameters) {
        return parameters.integer("f", F_DEFAULT, 0, F_MAX);
    }

    static List<String> names() {
        return List.copyOf(STAGES.keySet());
    }

    static Stage named(String name, Parameters parameters) {
        Function<Parameters, Stage> stage = STAGES.get(name);
        if (stage == null) {
            throw new IllegalArgumentException(
                    "weir.guard.rule '" + name + "' is not known: use " + names() + ", or several with commas between");
        }
        return stage.apply(parameters);
    }
}
