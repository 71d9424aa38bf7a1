package io.weir.guard.pipeline;

import io.weir.guard.Combination;
import io.weir.guard.Decision;
import io.weir.guard.Judgement;
import io.weir.guard.RoundStatistics;
import io.weir.guard.VerdictRule;
import io.weir.guard.history.Memory;
import io.weir.guard.kernel.CoordinateSample;
import io.weir.guard.pipeline.Aggregation.Result;
import io.weir.wire.ReasonCode;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Stages as one rule: filters and transforms in their order, then the aggregation. */
public final class Pipeline implements VerdictRule {
    private final String name;
    private final Map<String, String> parameters;
    private final List<Stage> before;
    private final Aggregation last;

    /**
     * A pipeline.
     *
     * @param name as configured
     * @param parameters as configured
     * @throws IllegalArgumentException if a filter, or an aggregation by weights, follows a stage that mixes updates
     */
    public Pipeline(String name, Map<String, String> parameters, List<Stage> before, Aggregation last) {
        this.name = name;
        this.parameters = Map.copyOf(parameters);
        this.before = List.copyOf(before);
        this.last = last;
        boolean mixed = false;
        for (Stage stage : before) {
            if (stage instanceof Aggregation) {
                throw new IllegalArgumentException(
                        "'" + stage.name() + "' aggregates: nothing can follow it in weir.guard.pipeline");
            }
            if (stage instanceof Filter && mixed) {
                throw new IllegalArgumentException(
                        "'" + stage.name()
                                + "' judges single updates: it must stand before the stages that mix them in weir.guard.pipeline");
            }
            mixed |= stage instanceof Transform transform && transform.mixes();
        }
        if (mixed && last.needsSingles()) {
            throw new IllegalArgumentException("'" + last.name()
                    + "' weighs single updates: after a stage that mixes them weir.guard.pipeline needs another aggregation,"
                    + " 'mean' for one");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<String, String> parameters() {
        return parameters;
    }

    @Override
    public boolean needsGram() {
        return last.needsGram() || before.stream().anyMatch(Stage::needsGram);
    }

    @Override
    public boolean needsSigns() {
        return last.needsSigns() || before.stream().anyMatch(Stage::needsSigns);
    }

    @Override
    public List<CoordinateSample> samples(long round) {
        return last.samples(round);
    }

    @Override
    public Set<Memory> remembers() {
        Set<Memory> all = EnumSet.noneOf(Memory.class);
        all.addAll(last.remembers());
        before.forEach(stage -> all.addAll(stage.remembers()));
        return all;
    }

    @Override
    public boolean sumsReference() {
        return last.sumsReference();
    }

    @Override
    public boolean addsNoise() {
        return last.addsNoise();
    }

    @Override
    public boolean needsReference() {
        return last.needsReference() || before.stream().anyMatch(Stage::needsReference);
    }

    @Override
    public int updatesMax() {
        int max = VerdictRule.super.updatesMax();
        return samples(0).isEmpty() ? max : Math.min(max, last.rowsMax());
    }

    @Override
    public int updatesMin() {
        return needed(0);
    }

    @Override
    public Combination combination() {
        return last.combination();
    }

    @Override
    public Judgement judge(RoundStatistics round) {
        Judgement judged = judgeStages(round);
        Map<String, Decision> explained = new HashMap<>(judged.decisions());
        Neighbours.addTo(explained, round);
        return new Judgement(explained, judged.mixing(), judged.divisor(), judged.noise());
    }

    private Judgement judgeStages(RoundStatistics round) {
        Map<String, Decision> decisions = new HashMap<>();
        Rows rows = Rows.of(round);
        if (needsReference() && !round.references().contains(RoundStatistics.ROOT)) {
            return withoutReference(rows);
        }
        for (int s = 0; s < before.size(); s++) {
            Stage stage = before.get(s);
            if (doesNotFit(stage, rows)) {
                return refused(stage, rows, decisions);
            }
            if (stage instanceof Filter filter) {
                Rows judged = rows;
                Map<Integer, Decision.Reject> rejected =
                        clearest(filter, filter.reject(rows), rows.size() - needed(s + 1));
                rejected.forEach((row, why) -> decisions.put(judged.update(row).participant(), why.by(filter.name())));
                rows = rows.without(rejected.keySet());
            } else if (stage instanceof Transform transform) {
                rows = transform.transform(rows);
            }
        }
        return doesNotFit(last, rows) ? refused(last, rows, decisions) : conclude(rows, decisions);
    }

    /**
     * At most {@code room} of the rejections, the clearest; of equally clear ones those of the lower rows. Hostile updates that
     * let themselves be rejected would else leave later stages too few rows and stop every round; those stages withstand the
     * rest of them as well.
     */
    private static Map<Integer, Decision.Reject> clearest(
            Filter filter, Map<Integer, Decision.Reject> rejected, int room) {
        if (rejected.size() <= room) {
            return rejected;
        }
        return rejected.entrySet().stream()
                .sorted(Comparator.comparingDouble(
                                (Map.Entry<Integer, Decision.Reject> entry) -> -filter.severity(entry.getValue()))
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(Math.max(0, room))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The least number of rows that the stages from {@code first} on work on. */
    private int needed(int first) {
        int needed = last.rowsMin();
        for (Stage stage : before.subList(first, before.size())) {
            needed = Math.max(needed, stage.rowsMin());
        }
        return needed;
    }

    private Judgement conclude(Rows rows, Map<String, Decision> decisions) {
        Result result = last.aggregate(rows);
        if (result instanceof Result.Weighted) {
            for (int r = 0; r < rows.size(); r++) {
                decisions.put(rows.update(r).participant(), new Decision.Admit(rows.factor(r)));
            }
            return Judgement.of(decisions);
        }
        Conclusion conclusion = new Conclusion(last.name(), rows, decisions);
        if (result instanceof Result.Coefficients linear) {
            return conclusion.linear(linear, last.noise(rows), reference());
        }
        return conclusion.ranked((Result.Chosen) result);
    }

    private static boolean doesNotFit(Stage stage, Rows rows) {
        return rows.size() < stage.rowsMin() || rows.size() > stage.rowsMax();
    }

    private Judgement withoutReference(Rows rows) {
        Decision.Reject reject = new Decision.Reject(
                ReasonCode.TOO_FEW_UPDATES,
                "rule '" + name + "' compares with the update of '"
                        + reference().orElse("a reference") + "', which this round has not; this is no accusation",
                Map.of());
        Map<String, Decision> decisions = new HashMap<>();
        rows.updates().forEach(update -> decisions.put(update.participant(), reject));
        return Judgement.of(decisions);
    }

    private static Judgement refused(Stage stage, Rows rows, Map<String, Decision> decisions) {
        boolean few = rows.size() < stage.rowsMin();
        int limit = few ? stage.rowsMin() : stage.rowsMax();
        String detail = few
                ? "'" + stage.name() + "' needs " + limit + " updates, " + rows.size()
                        + " are left: lower f, or raise weir.round.quorum"
                : "'" + stage.name() + "' works on at most " + limit + " updates, here are " + rows.size()
                        + ": lower f, enrol fewer participants, or use another rule";
        Decision.Reject reject = new Decision.Reject(
                        few ? ReasonCode.TOO_FEW_UPDATES : ReasonCode.TOO_MANY_UPDATES,
                        detail,
                        Map.of("updates", (double) rows.size(), few ? "needed" : "allowed", (double) limit))
                .by(stage.name());
        rows.updates().forEach(update -> decisions.put(update.participant(), reject));
        return Judgement.of(decisions);
    }
}
