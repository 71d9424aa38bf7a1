package io.weir.guard.rule;

import io.weir.guard.Decision;
import io.weir.guard.history.History;
import io.weir.guard.history.Memory;
import io.weir.guard.history.Outcome;
import io.weir.guard.history.PastUpdate;
import io.weir.guard.pipeline.Filter;
import io.weir.guard.pipeline.Rows;
import io.weir.wire.ReasonCode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Refuses participants by what became of their updates before: the beta reputation (Jøsang, Ismail 2002, section 2) with
 * forgetting, {@code r_i = (1 + Σ λ^a [counted]) / (2 + Σ λ^a)} over the updates of the last {@value History#ROUNDS} rounds,
 * where {@code a} is how many rounds lie between. What says nothing, such as an update that this stage refused or that
 * another rule did not choose, is no observation; so a reputation drifts back to 1/2, and everybody gets another chance.
 */
public final class Reputation implements Filter {
    public static final String NAME = Outcome.REPUTATION_STAGE;
    public static final double DEFAULT_DECAY = 0.9;
    public static final double DEFAULT_BOUND = 0.3;
    /** What is remembered has to fit a record. */
    static final int ROWS_MAX = 1024;

    private final double decay;
    private final double bound;

    /**
     * A filter.
     *
     * @param decay λ, what an observation still weighs a round later; 0 to 1
     * @param bound the least reputation that is let pass
     */
    public Reputation(double decay, double bound) {
        this.decay = decay;
        this.bound = bound;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean needsGram() {
        return false;
    }

    @Override
    public Set<Memory> remembers() {
        return Set.of(Memory.UPDATES);
    }

    @Override
    public int rowsMax() {
        return ROWS_MAX;
    }

    @Override
    public Map<Integer, Decision.Reject> reject(Rows rows) {
        Map<Integer, Decision.Reject> rejected = new HashMap<>();
        for (int r = 0; r < rows.size(); r++) {
            List<PastUpdate> updates = rows.history().updates(rows.update(r).participant());
            double reputation = reputation(updates, rows.round());
            if (reputation < bound) {
                rejected.put(r, why(reputation, updates));
            }
        }
        return rejected;
    }

    private double reputation(List<PastUpdate> updates, long round) {
        double counted = 0;
        double observed = 0;
        for (PastUpdate update : updates) {
            if (update.outcome() != Outcome.SET_ASIDE) {
                double weight = StrictMath.pow(decay, (double) (round - 1 - update.round()));
                counted += update.outcome() == Outcome.COUNTED ? weight : 0;
                observed += weight;
            }
        }
        return (1 + counted) / (2 + observed);
    }

    @Override
    public double severity(Decision.Reject rejection) {
        return -rejection.evidence().get("reputation");
    }

    private Decision.Reject why(double reputation, List<PastUpdate> updates) {
        long refused = updates.stream()
                .filter(update -> update.outcome() == Outcome.REFUSED)
                .count();
        String detail = String.format(
                Locale.ROOT,
                "its reputation is %.3f, the least that passes %.3f: of its updates of the last %d rounds %d were refused,"
                        + " of %d. It grows while nothing more is held against the participant",
                reputation,
                bound,
                History.ROUNDS,
                refused,
                updates.size());
        return new Decision.Reject(
                ReasonCode.HISTORY_OUTLIER,
                detail,
                Map.of("reputation", reputation, "bound", bound, "refused", (double) refused, "updates", (double)
                        updates.size()));
    }
}
