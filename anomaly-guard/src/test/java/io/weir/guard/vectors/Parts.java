package io.weir.guard.vectors;

import io.weir.guard.Combination;
import io.weir.guard.pipeline.Aggregation;
import io.weir.guard.pipeline.Rows;
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
import io.weir.guard.rule.FlTrust;
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
import io.weir.guard.rule.SignGuard;
import io.weir.guard.rule.Smea;
import io.weir.guard.rule.TrimmedMean;
import java.util.List;
import java.util.Optional;

/** Our stages for the other implementations' names and parameters. */
final class Parts {
    private Parts() {}

    /** Empty if none of our stages does this. */
    static Optional<List<Stage>> of(String part, Entry entry) {
        int f = entry.f();
        return Optional.ofNullable(
                switch (part) {
                    case "Average" -> List.of(new Mean());
                    case "WeightedMean" -> List.of(new FedAvg());
                    case "Median" -> List.of(new Median());
                    case "TrMean" -> List.of(new TrimmedMean(f));
                    case "Meamed" -> List.of(new Meamed(f));
                    case "Krum" -> krumIsOurs(entry) ? List.of(new Krum(f, less(entry))) : null;
                    case "MultiKrum" -> krumIsOurs(entry) ? List.of(new MultiKrum(f, m(entry), less(entry))) : null;
                    case "Bulyan" -> List.of(new Bulyan(f));
                    case "GeometricMedian" -> "zero".equals(entry.text("init", "zero")) ? List.of(median(entry)) : null;
                    case "CenteredClipping" ->
                        List.of(new CenteredClipping(entry.number("tau"), (int) entry.number("L")));
                    case "MDA" -> List.of(new Mda(f));
                    case "SMEA" -> List.of(new Smea(f));
                    case "CAF" -> List.of(new Caf(f));
                    case "MoNNA" -> List.of(new Monna(f, (int) entry.number("idx")));
                    case "DnC" -> List.of(new Dnc(f, entry.number("filter_frac"), Dnc.Sampling.ALL));
                    case "FLTrust" -> List.of(new FlTrust());
                    case "ClippedClustering" ->
                        List.of(
                                new MedianClipping(),
                                new Clipping(entry.number("max_tau")),
                                new ClippedClustering(),
                                new Mean());
                    case "NNM" -> List.of(new Nnm(f));
                    case "ARC" -> List.of(new Arc(f));
                    case "Clipping" -> List.of(new Clipping(entry.number("c")));
                    case "NormClipping" -> List.of(new Clipping(entry.number("c"), entry.number("eps_in_denominator")));
                    case "Bucketing" ->
                        List.of(new Bucketing((int) entry.number("s"), (round, n) -> entry.integers("permutation")));
                    case "SignGuardNormFilter" -> List.of(new SignGuard(entry.number("lower"), entry.number("upper")));
                    default -> null;
                });
    }

    private static GeometricMedian median(Entry entry) {
        double nu = entry.number("nu");
        int iterations = (int) entry.number("T");
        return entry.params().path("alphas").isArray()
                ? new GeometricMedian(nu, iterations, rows -> entry.vector("alphas"))
                : new GeometricMedian(nu, iterations);
    }

    private static boolean krumIsOurs(Entry entry) {
        return "squared".equals(entry.text("distance", "squared"));
    }

    /** How many fewer than n - f neighbours count. */
    private static int less(Entry entry) {
        return "n-f-1".equals(entry.text("neighbours", "n-f-2")) ? 1 : 2;
    }

    private static int m(Entry entry) {
        return entry.params().path("m").asInt(0);
    }

    /** The same aggregation for fewer rows than its guarantee needs: an entry may check the arithmetic alone. */
    record ForAnyNumber(Aggregation aggregation) implements Aggregation {
        @Override
        public String name() {
            return aggregation.name();
        }

        @Override
        public boolean needsGram() {
            return aggregation.needsGram();
        }

        @Override
        public Combination combination() {
            return aggregation.combination();
        }

        @Override
        public Result aggregate(Rows rows) {
            return aggregation.aggregate(rows);
        }
    }
}
