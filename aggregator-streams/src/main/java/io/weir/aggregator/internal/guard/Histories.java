package io.weir.aggregator.internal.guard;

import io.weir.guard.Measured;
import io.weir.guard.RoundStatistics;
import io.weir.guard.Rules;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.VerdictRule;
import io.weir.guard.history.History;
import io.weir.guard.history.Judged;
import io.weir.guard.history.Outcome;
import io.weir.guard.history.Past;
import io.weir.wire.Admission;
import io.weir.wire.Neighbour;
import io.weir.wire.PastRounds;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the guard remembers, from verdict to verdict. */
public final class Histories {
    private Histories() {}

    /** What a verdict says that its rule was told; nothing if it remembers nothing. */
    public static History before(Verdict verdict) {
        return Optional.ofNullable(verdict.getHistory()).map(PastWire::history).orElse(History.NONE);
    }

    /** What a verdict of a round of that number has to say, of what was remembered after the one before. */
    public static Optional<PastRounds> recorded(VerdictRule rule, History remembered, long round) {
        return rule.remembers().isEmpty() ? Optional.empty() : Optional.of(PastWire.wire(remembered.at(round)));
    }

    /**
     * What is remembered after a round that was summed: a pure function of its verdict and its updates' statistics.
     *
     * @param statistics of the sealed updates, with the history before
     */
    public static History after(RoundStatistics statistics, Verdict verdict) {
        VerdictRule rule = Rules.named(verdict.getRule(), verdict.getRuleParameters());
        if (rule.remembers().isEmpty()) {
            return History.NONE;
        }
        TreeMap<String, Judged> judged = new TreeMap<>();
        Map<String, double[]> sketches = new HashMap<>(statistics.past().sketches());
        double[] shares = shares(rule, verdict);
        for (int a = 0; a < shares.length; a++) {
            Admission admission = verdict.getAdmitted().get(a);
            judged.put(
                    admission.getParticipant(),
                    new Judged(admission.getParticipant(), admission.getL2Norm(), Outcome.COUNTED, shares[a]));
        }
        Map<String, Double> norms = new HashMap<>();
        statistics.updates().forEach(update -> norms.put(update.participant(), update.norm()));
        verdict.getRejected().forEach(rejection -> original(rejection)
                .flatMap(original -> Optional.ofNullable(norms.get(original)))
                .ifPresent(norm -> norms.put(rejection.getParticipant(), norm)));
        rule.reference().ifPresent(reference -> {
            norms.remove(reference);
            judged.remove(reference);
        });
        for (Rejection rejection : verdict.getRejected()) {
            String name = rejection.getParticipant();
            if (norms.containsKey(name)) {
                Outcome outcome = Outcome.of(rejection.getReason(), rejection.getStage());
                judged.put(name, new Judged(name, norms.get(name), outcome, 0));
            }
            if (rejection.getReason() == ReasonCode.NORM_ABOVE_BOUND) {
                sketches.remove(name);
            }
        }
        sketches.keySet().retainAll(judged.keySet());
        return statistics
                .past()
                .history()
                .after(verdict.getRound(), new ArrayList<>(judged.values()), sketches, rule.remembers());
    }

    /** Whose update was copied: a copy is as long. */
    private static Optional<String> original(Rejection rejection) {
        return rejection.getReason() == ReasonCode.DUPLICATE_CONTENT
                ? rejection.getNeighbours().stream()
                        .map(Neighbour::getParticipant)
                        .findFirst()
                : Optional.empty();
    }

    private static double[] shares(VerdictRule rule, Verdict verdict) {
        List<Admission> admitted = verdict.getAdmitted();
        return Judged.shares(
                rule.combination(),
                admitted.stream().mapToDouble(Admission::getClipFactor).toArray(),
                admitted.stream().mapToInt(Admission::getWeight).toArray(),
                verdict.getMixing().stream()
                        .map(row -> row.getShares().stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray())
                        .toList(),
                verdict.getTotalWeight());
    }

    /**
     * What a rule is told of a round.
     *
     * @param measured in the order of the updates; empty if the rule asks for none
     * @param before as the round sees it
     */
    public static RoundStatistics told(List<UpdateStatistics> updates, Optional<Measured> measured, History before) {
        Map<String, double[]> sketches = new HashMap<>();
        List<double[]> inOrder = measured.map(Measured::sketches).orElse(List.of());
        for (int i = 0; i < inOrder.size(); i++) {
            sketches.put(updates.get(i).participant(), inOrder.get(i));
        }
        return new RoundStatistics(updates, measured.map(Measured::gram)).after(new Past(before, sketches));
    }
}
