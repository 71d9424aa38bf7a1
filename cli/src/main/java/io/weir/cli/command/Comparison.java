package io.weir.cli.command;

import io.weir.aggregator.audit.RecordedProducts;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.TopicSnapshot;
import io.weir.cli.report.Similarity;
import io.weir.schemas.Topics;
import io.weir.wire.RoundSealed;
import io.weir.wire.SliceProducts;
import io.weir.wire.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How alike a round's updates were, as far as that was measured and is still there; else why not. */
record Comparison(Optional<Similarity> similarity, String omitted) {
    /** Instances' clocks may differ by as much. */
    private static final long CLOCKS_MS = Duration.ofMinutes(1).toMillis();

    static Comparison omitted(String reason) {
        return new Comparison(Optional.empty(), reason);
    }

    /** From the statistics topic, which keeps reports for a week; the verdict does not repeat them. */
    static Comparison read(Connection connection, Topics topics, RoundView round) {
        if (!RecordedProducts.areTaken(round.opened())) {
            return omitted("rule '" + round.opened().getRule() + "' does not compare updates with one another");
        }
        if (round.sealed().isEmpty() || round.verdict().isEmpty()) {
            return omitted("the round has no verdict");
        }
        RoundSealed sealed = round.sealed().get();
        Verdict verdict = round.verdict().get();
        List<SliceProducts> reports = TopicSnapshot.readBetween(
                        connection,
                        topics.statistics(),
                        sealed.getSealedAtMs() - CLOCKS_MS,
                        verdict.getJudgedAtMs() + CLOCKS_MS)
                .stream()
                .map(TopicSnapshot.Entry::value)
                .filter(SliceProducts.class::isInstance)
                .map(SliceProducts.class::cast)
                .toList();
        return RecordedProducts.of(sealed, reports)
                .map(gram -> new Comparison(Optional.of(Similarity.of(sealed, gram)), ""))
                .orElseGet(() -> omitted("topic " + topics.statistics() + " no longer holds the inner products"));
    }
}
