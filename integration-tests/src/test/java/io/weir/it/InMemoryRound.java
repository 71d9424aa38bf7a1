package io.weir.it;

import io.weir.guard.Decision;
import io.weir.guard.Gram;
import io.weir.guard.Judgement;
import io.weir.guard.RoundStatistics;
import io.weir.guard.Rules;
import io.weir.guard.Signs;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.VerdictRule;
import io.weir.guard.kernel.GramSums;
import io.weir.guard.kernel.Norms;
import io.weir.guard.kernel.Row;
import io.weir.guard.kernel.RowSums;
import io.weir.publisher.ModelStep;
import io.weir.publisher.PublishedModel;
import io.weir.publisher.optimizer.AggregateScale;
import io.weir.publisher.optimizer.ServerOptimizers;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.RoundOpened;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A round without a log: whole updates in one place, the same rule, kernels and server step. */
final class InMemoryRound {
    private final RoundOpened opened;
    private final PublishedModel base;
    private final Map<String, float[]> updates;
    private final VerdictRule rule;
    private final List<UpdateStatistics> statistics = new ArrayList<>();
    private final Judgement judgement;

    InMemoryRound(RoundOpened opened, PublishedModel base, Map<String, float[]> updates, Map<String, Integer> weights) {
        this.opened = opened;
        this.base = base;
        this.updates = updates;
        this.rule = Rules.named(opened.getRule(), opened.getRuleParameters());
        Row[] rows = updates.values().stream().map(Row::of).toArray(Row[]::new);
        double[] products = new double[Gram.length(rows.length)];
        double[] norms = new double[rows.length];
        VectorChunks layout = new VectorChunks(opened.getParameterCount(), opened.getChunkParameters());
        for (int chunk = 0; chunk < opened.getChunkCount(); chunk++) {
            int first = (int) layout.first(chunk);
            int length = layout.length(chunk);
            GramSums ofChunk = new GramSums(rows.length);
            ofChunk.add(rows, first, length);
            double[] triangle = ofChunk.triangle();
            Arrays.setAll(products, i -> products[i] + triangle[i]);
            int row = 0;
            for (float[] update : updates.values()) {
                norms[row++] += Norms.squared(Arrays.copyOfRange(update, first, first + length), length);
            }
        }
        updates.forEach((participant, values) -> statistics.add(new UpdateStatistics(
                participant, weights.get(participant), norms[statistics.size()], Signs.of(values, values.length))));
        RoundStatistics round = new RoundStatistics(
                        statistics,
                        rule.needsGram() ? Optional.of(Gram.ofTriangle(rows.length, products)) : Optional.empty())
                .ofRound(opened.getRound());
        this.judgement = rule.judge(rule.reference().map(round::withReference).orElse(round));
    }

    private List<UpdateStatistics> counted() {
        return statistics.stream()
                .filter(update -> judgement.decisions().get(update.participant()) instanceof Decision.Admit)
                .toList();
    }

    List<String> admitted() {
        return counted().stream().map(UpdateStatistics::participant).toList();
    }

    /** The parameters of the next version. */
    float[] next() {
        List<UpdateStatistics> counted = counted();
        int[] weights = counted.stream().mapToInt(UpdateStatistics::weight).toArray();
        double[] factors = counted.stream()
                .mapToDouble(update -> ((Decision.Admit) judgement.decisions().get(update.participant())).clipFactor())
                .toArray();
        Row[] rows = counted.stream()
                .map(update -> Row.of(updates.get(update.participant())))
                .toArray(Row[]::new);
        long[] sums = new long[(int) opened.getParameterCount()];
        RowSums.of(rule.combination(), factors, weights, judgement.mixing())
                .sum(rows, 0, sums.length, opened.getScaleBits(), sums, 0);
        int mixed =
                judgement.mixing().isEmpty() ? rows.length : judgement.mixing().size();
        long divisor = judgement.divisor() > 0
                ? judgement.divisor()
                : rule.combination().divisor(Arrays.stream(weights).sum(), mixed);
        return ModelStep.next(
                base.head().getManifest(),
                base.parameters(),
                new ModelStep.Sums(
                        new AggregateScale(opened.getScaleBits(), divisor), List.of(new ModelStep.Slice(0, sums))),
                ServerOptimizers.named(opened.getOptimizer(), opened.getOptimizerParameters()));
    }
}
