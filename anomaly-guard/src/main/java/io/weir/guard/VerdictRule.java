package io.weir.guard;

import java.util.Map;

/** Decides which updates of a sealed round count, and how. A pure function: same statistics, same judgement. */
public interface VerdictRule {
    /**
     * Updates that a rule can compare with one another: their inner products, and the mixture that a verdict can name, grow
     * with the square and have to fit a record.
     */
    int GRAM_UPDATES_MAX = 256;

    /** The rule's name in the configuration. */
    String name();

    /** The rule's parameters as configured. */
    Map<String, String> parameters();

    /** Whether {@link #judge} needs the inner products of the updates. */
    boolean needsGram();

    /** The largest number of updates that the rule can judge. */
    default int updatesMax() {
        return needsGram() ? GRAM_UPDATES_MAX : Integer.MAX_VALUE;
    }

    /** The least number of updates that the rule's guarantee holds for; with fewer it refuses to judge. */
    int updatesMin();

    /** Judges a round. */
    Judgement judge(RoundStatistics round);

    /** What becomes of the rows. */
    Combination combination();
}
