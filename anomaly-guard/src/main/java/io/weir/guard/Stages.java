package io.weir.guard;

import io.weir.guard.history.Forecast;
import io.weir.guard.history.History;
import io.weir.guard.pipeline.Stage;
import io.weir.guard.rule.Arc;
import io.weir.guard.rule.Bucketing;
import io.weir.guard.rule.Bulyan;
import io.weir.guard.rule.Caf;
import io.weir.guard.rule.CenteredClipping;
import io.weir.guard.rule.ClippedClustering;
import io.weir.guard.rule.Clipping;
import io.weir.guard.rule.Dnc;
import io.weir.guard.rule.FedAvg;
import io.weir.guard.rule.FlDetector;
import io.weir.guard.rule.FlTrust;
import io.weir.guard.rule.Flame;
import io.weir.guard.rule.Flanders;
import io.weir.guard.rule.FoolsGold;
import io.weir.guard.rule.GeometricMedian;
import io.weir.guard.rule.Krum;
import io.weir.guard.rule.Mda;
import io.weir.guard.rule.Meamed;
import io.weir.guard.rule.Mean;
import io.weir.guard.rule.Median;
import io.weir.guard.rule.MedianClipping;
import io.weir.guard.rule.Monna;
import io.weir.guard.rule.MultiKrum;
import io.weir.guard.rule.Nnm;
import io.weir.guard.rule.NormMad;
import io.weir.guard.rule.Reputation;
import io.weir.guard.rule.SignClustering;
import io.weir.guard.rule.SignGuard;
import io.weir.guard.rule.Smea;
import io.weir.guard.rule.TrimmedMean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The stages by name. To add one: a class in {@code rule}, a line here, its row in the reference. */
final class Stages {
    private static final int F_MAX = 1 << 15;
    static final int F_DEFAULT = 1;
    private static final int ITERATIONS_MAX = 1000;

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
        addFilters(stages);
        addTransforms(stages);
        addAggregations(stages);
        return stages;
    }

    private static void addFilters(Map<String, Function<Parameters, Stage>> stages) {
        stages.put(
                SignGuard.NAME,
                p -> new SignGuard(
                        p.number("lower", SignGuard.DEFAULT_LOWER, 0, 1),
                        p.number("upper", SignGuard.DEFAULT_UPPER, 1, 1e6)));
        stages.put(SignClustering.NAME, p -> new SignClustering());
        stages.put(Flame.NAME, p -> new Flame());
        stages.put(ClippedClustering.NAME, p -> new ClippedClustering());
        stages.put(
                Reputation.NAME,
                p -> new Reputation(
                        p.number("decay", Reputation.DEFAULT_DECAY, 0, 1),
                        p.number("bound", Reputation.DEFAULT_BOUND, 0, 1)));
        stages.put(
                FlDetector.NAME,
                p -> new FlDetector(p.integer("start", FlDetector.DEFAULT_START, 1, FlDetector.WINDOW)));
        stages.put(
                Flanders.NAME,
                p -> new Flanders(
                        f(p),
                        p.integer("start", Flanders.DEFAULT_START, 2, Forecast.ROUNDS),
                        p.integer("iterations", Flanders.DEFAULT_ITERATIONS, 1, Flanders.ITERATIONS_MAX)));
    }

    private static void addTransforms(Map<String, Function<Parameters, Stage>> stages) {
        stages.put(Clipping.NAME, p -> new Clipping(p.number("c", Clipping.DEFAULT_C, 1e-9, 1e9)));
        stages.put(MedianClipping.NAME, p -> new MedianClipping(p.integer("rounds", 0, 0, History.ROUNDS)));
        stages.put(Arc.NAME, p -> new Arc(f(p)));
        stages.put(Nnm.NAME, p -> new Nnm(f(p)));
        stages.put(
                Bucketing.NAME,
                p -> new Bucketing(
                        p.integer("s", Bucketing.DEFAULT_S, 1, F_MAX),
                        Bucketing.shuffled(p.integer("seed", 0, 0, Integer.MAX_VALUE))));
    }

    private static void addAggregations(Map<String, Function<Parameters, Stage>> stages) {
        stages.put(Mean.NAME, p -> new Mean(p.number("noise", 0, 0, 1)));
        stages.put(Meamed.NAME, p -> new Meamed(f(p)));
        stages.put(Krum.NAME, p -> new Krum(f(p)));
        stages.put(MultiKrum.NAME, p -> new MultiKrum(f(p), p.integer("m", 0, 0, 1 << 16)));
        stages.put(Bulyan.NAME, p -> new Bulyan(f(p)));
        stages.put(
                GeometricMedian.NAME,
                p -> new GeometricMedian(
                        p.number("nu", GeometricMedian.DEFAULT_NU, 1e-12, 1e6),
                        p.integer("iterations", GeometricMedian.DEFAULT_ITERATIONS, 1, ITERATIONS_MAX)));
        stages.put(
                CenteredClipping.NAME,
                p -> new CenteredClipping(
                        p.number("tau", CenteredClipping.DEFAULT_TAU, 1e-9, 1e9),
                        p.integer("iterations", CenteredClipping.DEFAULT_ITERATIONS, 1, ITERATIONS_MAX),
                        p.integer("momentum", 0, 0, 1) == 1));
        stages.put(Mda.NAME, p -> new Mda(p.integer("f", F_DEFAULT, 0, Mda.F_MAX)));
        stages.put(Smea.NAME, p -> new Smea(p.integer("f", F_DEFAULT, 0, Smea.F_MAX)));
        stages.put(FoolsGold.NAME, p -> new FoolsGold(FoolsGold.DEFAULT_EPSILON));
        stages.put(FlTrust.NAME, p -> new FlTrust());
        stages.put(Monna.NAME, p -> Monna.aroundReference(f(p)));
        stages.put(Caf.NAME, p -> new Caf(f(p)));
        stages.put(
                Dnc.NAME,
                p -> new Dnc(
                        f(p),
                        p.number("c", Dnc.DEFAULT_C, 0, Dnc.C_MAX),
                        new Dnc.Sampling(
                                p.number("sample", 1, 0.001, 1),
                                p.integer("iterations", 1, 1, Dnc.ITERATIONS_MAX),
                                p.integer("seed", 0, 0, Integer.MAX_VALUE))));
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
            throw new IllegalArgumentException("weir.guard.pipeline '" + name + "' is not known: use " + names()
                    + ", or several with commas between");
        }
        return stage.apply(parameters);
    }
}
