package io.weir.guard.vectors;

import io.weir.guard.Combination;
import io.weir.guard.Decision;
import io.weir.guard.Gram;
import io.weir.guard.Judgement;
import io.weir.guard.RoundStatistics;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.pipeline.Aggregation;
import io.weir.guard.pipeline.Filter;
import io.weir.guard.pipeline.Pipeline;
import io.weir.guard.pipeline.Rows;
import io.weir.guard.pipeline.Stage;
import io.weir.guard.pipeline.Transform;
import io.weir.guard.rule.CenteredClipping;
import io.weir.guard.rule.FoolsGold;
import io.weir.guard.vectors.Arithmetic.Terms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What our code makes of an entry, from inner products that were added up over slices. */
record Contest(Entry entry, Slices slices) {
    /** Empty if the entry is of a rule that is not ours. */
    Optional<double[][]> result() {
        String name = entry.aggregator();
        if ("FoolsGoldWeights".equals(name)) {
            return one(new FoolsGold(entry.number("epsilon")).weights(slices.gram(entry.input())));
        }
        if ("ClosestToReferenceMean".equals(name)) {
            return one(closestTo(entry.vector("reference"), (int) entry.number("beta")));
        }
        List<Stage> stages = new ArrayList<>();
        for (String part : entry.stages()) {
            Optional<List<Stage>> ours = Parts.of(part, entry);
            if (ours.isEmpty()) {
                return Optional.empty();
            }
            stages.addAll(ours.get());
        }
        Stage last = stages.remove(stages.size() - 1);
        if (last instanceof CenteredClipping clipping
                && entry.params().path("m").isArray()) {
            return one(aroundMomentum(clipping));
        }
        if (last instanceof Aggregation aggregation) {
            return one(judged(stages, aggregation));
        }
        stages.add(last);
        return Optional.of(last instanceof Filter filter ? admitted(filter) : transformed(stages));
    }

    private static Optional<double[][]> one(double[] row) {
        return Optional.of(new double[][] {row});
    }

    private RoundStatistics round() {
        List<String> references = entry.params().has("root") ? List.of(RoundStatistics.ROOT) : List.of();
        Stream<double[]> root = references.stream().map(entry::vector);
        Gram gram =
                slices.gram(Stream.concat(Arrays.stream(entry.input()), root).toArray(double[][]::new));
        int[] weights = entry.params().has("weights") ? entry.integers("weights") : ones(entry.n());
        List<UpdateStatistics> updates = IntStream.range(0, entry.n())
                .mapToObj(i -> new UpdateStatistics("p" + i, weights[i], gram.product(i, i)))
                .toList();
        return new RoundStatistics(updates, Optional.of(gram), references);
    }

    private double[] judged(List<Stage> before, Aggregation last) {
        Aggregation any = entry.n() < last.rowsMin() ? new Parts.ForAnyNumber(last) : last;
        RoundStatistics round = round();
        Judgement judgement = new Pipeline(entry.aggregator(), Map.of(), before, any).judge(round);
        List<double[]> rows = new ArrayList<>();
        List<Double> factors = new ArrayList<>();
        List<Integer> weights = new ArrayList<>();
        for (int i = 0; i < entry.n(); i++) {
            UpdateStatistics update = round.updates().get(i);
            if (judgement.decisions().get(update.participant()) instanceof Decision.Admit admit) {
                rows.add(entry.input()[i]);
                factors.add(admit.clipFactor());
                weights.add(update.weight());
            }
        }
        int[] weightArray = weights.stream().mapToInt(w -> w).toArray();
        int combined =
                judgement.mixing().isEmpty() ? rows.size() : judgement.mixing().size();
        long divisor = judgement.divisor() > 0
                ? judgement.divisor()
                : any.combination()
                        .divisor(Arrays.stream(weightArray).asLongStream().sum(), combined);
        double[] factorArray = factors.stream().mapToDouble(x -> x).toArray();
        return slices.combine(
                new Terms(any.combination(), factorArray, weightArray, judgement.mixing(), divisor),
                rows.toArray(double[][]::new));
    }

    private double[][] transformed(List<Stage> transforms) {
        Rows rows = Rows.of(round());
        for (Stage transform : transforms) {
            rows = ((Transform) transform).transform(rows);
        }
        Rows made = rows;
        return IntStream.range(0, made.size())
                .mapToObj(r -> linear(made.mixing(r), entry.input()))
                .toArray(double[][]::new);
    }

    private double[][] admitted(Filter filter) {
        Rows rows = Rows.of(round());
        return new double[][] {
            IntStream.range(0, rows.size())
                    .filter(r -> !filter.reject(rows).containsKey(r))
                    .asDoubleStream()
                    .toArray()
        };
    }

    private double[] aroundMomentum(CenteredClipping clipping) {
        double[][] rows = Arrays.copyOf(entry.input(), entry.n() + 1);
        rows[entry.n()] = entry.vector("m");
        double[] start = new double[rows.length];
        start[entry.n()] = 1;
        return linear(clipping.from(slices.gram(rows), start, entry.n()), rows);
    }

    private double[] linear(double[] coefficients, double[][] rows) {
        return slices.combine(new Terms(new Combination.Linear(), coefficients, ones(rows.length), List.of(), 1), rows);
    }

    /**
     * Bulyan's second half with a centre that is given: so many copies of it that it is the median, and taken out of the
     * mean again.
     */
    private double[] closestTo(double[] centre, int count) {
        int copies = entry.n() + 1;
        double[][] rows = Stream.concat(
                        Arrays.stream(entry.input()),
                        Stream.generate(() -> centre).limit(copies))
                .toArray(double[][]::new);
        Combination nearest = new Combination.NearestToMedian(entry.n() - count);
        double[] ones = Arrays.stream(ones(rows.length)).asDoubleStream().toArray();
        double[] sums = slices.combine(new Terms(nearest, ones, ones(rows.length), List.of(), 1), rows);
        return IntStream.range(0, centre.length)
                .mapToDouble(c -> (sums[c] - copies * centre[c]) / count)
                .toArray();
    }

    private static int[] ones(int length) {
        int[] ones = new int[length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
