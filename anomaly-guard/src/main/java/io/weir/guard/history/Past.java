package io.weir.guard.history;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a rule knows beside the round's own statistics.
 *
 * @param history of the rounds before
 * @param sketches of the round's updates, by participant; empty if the rule remembers nothing that is sketched
 */
public record Past(History history, Map<String, double[]> sketches) {
    /** Nothing. */
    public static final Past NONE = new Past(History.NONE, Map.of());

    public Past {
        sketches = Map.copyOf(sketches);
    }

    /** Of these participants' updates; what is remembered of others stays. */
    public Past only(Set<String> participants) {
        if (sketches.isEmpty()) {
            return this;
        }
        Map<String, double[]> left = new HashMap<>(sketches);
        left.keySet().retainAll(participants);
        return new Past(history, left);
    }
}
