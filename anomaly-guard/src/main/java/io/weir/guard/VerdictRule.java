package io.weir.guard;

import java.util.List;
import java.util.Map;

/** Decides which updates of a sealed round are summed. A pure function: same statistics, same decisions. */
public interface VerdictRule {
    /** The rule's name in the configuration. */
    String name();

    /**
     * Judges a round.
     *
     * @param updates one entry a participant, ordered by participant
     * @return a decision for every participant of {@code updates}
     */
    Map<String, Decision> judge(List<UpdateStatistics> updates);

    /** What becomes of the admitted updates. */
    default Combination combination() {
        return new Combination.WeightedSum();
    }
}
