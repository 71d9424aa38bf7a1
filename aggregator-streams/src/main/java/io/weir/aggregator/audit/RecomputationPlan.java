package io.weir.aggregator.audit;

import io.weir.guard.Rules;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How a round is computed again.
 *
 * @param without participants whose records are left aside, as if they had sent nothing
 * @param rule judges instead of the round's own rule
 * @param partitions the updates are dealt to so many partitions instead of the round's; 1 to 1024
 * @param threads partitions that are worked on at once; 1 to 64
 */
public record RecomputationPlan(Set<String> without, Optional<Rule> rule, OptionalInt partitions, int threads) {
    private static final int PARTITIONS_MAX = 1024;
    private static final int THREADS_MAX = 64;

    /** A verdict rule and its parameters, checked when built. */
    public record Rule(String name, Map<String, String> parameters) {
        public Rule {
            parameters = Map.copyOf(parameters);
            Rules.named(name, parameters);
        }
    }

    public RecomputationPlan {
        without = Set.copyOf(without);
        if (partitions.isPresent() && (partitions.getAsInt() < 1 || partitions.getAsInt() > PARTITIONS_MAX)) {
            throw new IllegalArgumentException(
                    "partitions " + partitions.getAsInt() + ": allowed is 1 to " + PARTITIONS_MAX);
        }
        if (threads < 1 || threads > THREADS_MAX) {
            throw new IllegalArgumentException("threads " + threads + ": allowed is 1 to " + THREADS_MAX);
        }
    }

    /** As the round was computed, in one thread. */
    public static RecomputationPlan asRecorded() {
        return new RecomputationPlan(Set.of(), Optional.empty(), OptionalInt.empty(), 1);
    }

    /** The same without some participants. */
    public RecomputationPlan leavingOut(Set<String> participants) {
        return new RecomputationPlan(participants, rule, partitions, threads);
    }

    /** The same with another rule. */
    public RecomputationPlan judgedBy(Rule other) {
        return new RecomputationPlan(without, Optional.of(other), partitions, threads);
    }

    /** The same on so many partitions. */
    public RecomputationPlan onPartitions(int count) {
        return new RecomputationPlan(without, rule, OptionalInt.of(count), threads);
    }

    /** The same with so many threads. */
    public RecomputationPlan onThreads(int count) {
        return new RecomputationPlan(without, rule, partitions, count);
    }
}
