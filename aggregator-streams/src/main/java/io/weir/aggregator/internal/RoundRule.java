package io.weir.aggregator.internal;

import io.weir.guard.Rules;
import io.weir.guard.VerdictRule;
import io.weir.guard.kernel.Measures;
import io.weir.guard.rule.FedAvg;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.SealedUpdate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The rule that judges a round. */
public final class RoundRule {
    private RoundRule() {}

    /** As announced; statistics of the participants' data are summed whatever the rule. */
    public static VerdictRule of(RoundOpened opened) {
        return opened.getTask() == RoundTask.STATISTICS
                ? Rules.named(FedAvg.NAME, referenceOnly(opened.getRuleParameters()))
                : Rules.named(opened.getRule(), opened.getRuleParameters());
    }

    /** A reference is left out of sums of statistics as well. */
    private static Map<String, String> referenceOnly(Map<String, String> parameters) {
        String reference = parameters.get(VerdictRule.REFERENCE);
        return reference == null ? Map.of() : Map.of(VerdictRule.REFERENCE, reference);
    }

    /** What slice tasks measure of its sealed updates. */
    public static Measures measures(RoundOpened opened) {
        return of(opened).measures(opened.getRound(), opened.getParameterCount());
    }

    /** How many of some participants count: all but the reference. */
    public static int counted(RoundOpened opened, Stream<String> participants) {
        Optional<String> reference = of(opened).reference();
        return (int) participants
                .filter(name -> !reference.equals(Optional.of(name)))
                .count();
    }

    /** Why a round cannot be judged: its rule compares with a reference that is not among the sealed updates. */
    public static Optional<String> missingReference(RoundOpened opened, List<SealedUpdate> updates) {
        VerdictRule rule = of(opened);
        return rule.reference()
                .filter(name -> rule.needsReference()
                        && updates.stream()
                                .noneMatch(update -> update.getParticipant().equals(name)))
                .map(name -> "REFERENCE_MISSING: rule '" + opened.getRule() + "' compares with the update of '" + name
                        + "', which is not whole and valid");
    }
}
