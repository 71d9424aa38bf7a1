package io.weir.guard.rule;

import io.weir.guard.Decision;
import io.weir.guard.Gram;
import io.weir.guard.Judgement;
import io.weir.guard.RoundStatistics;
import io.weir.guard.Rules;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.VerdictRule;
import io.weir.guard.history.History;
import io.weir.guard.history.Judged;
import io.weir.guard.history.Outcome;
import io.weir.guard.history.Past;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A rule over several rounds; updates are short and are their own sketches. */
final class Remembering {
    private final VerdictRule rule;
    private History history = History.NONE;
    private long round;

    Remembering(String rule, Map<String, String> parameters) {
        this.rule = Rules.named(rule, parameters);
    }

    History history() {
        return history;
    }

    /** Judges the next round and remembers it. */
    Judgement judge(Map<String, double[]> updates) {
        round++;
        TreeMap<String, double[]> inOrder = new TreeMap<>(updates);
        List<double[]> x = new ArrayList<>(inOrder.values());
        double[] products = new double[Gram.length(x.size())];
        for (int i = 0; i < x.size(); i++) {
            for (int j = 0; j <= i; j++) {
                for (int k = 0; k < x.get(i).length; k++) {
                    products[Gram.index(i, j)] += x.get(i)[k] * x.get(j)[k];
                }
            }
        }
        Gram gram = Gram.ofTriangle(x.size(), products);
        List<UpdateStatistics> statistics = new ArrayList<>();
        inOrder.forEach((name, values) ->
                statistics.add(new UpdateStatistics(name, 1, gram.product(statistics.size(), statistics.size()))));
        Judgement judgement = rule.judge(new RoundStatistics(statistics, Optional.of(gram))
                .ofRound(round)
                .after(new Past(history.at(round), new HashMap<>(inOrder))));
        List<Judged> judged = statistics.stream()
                .map(update -> new Judged(
                        update.participant(),
                        update.norm(),
                        Outcome.of(judgement.decisions().get(update.participant())),
                        1.0 / statistics.size()))
                .toList();
        history = history.after(round, judged, inOrder, rule.remembers());
        return judgement;
    }

    /** Who was not admitted, by name. */
    static List<String> rejected(Judgement judgement) {
        return judgement.decisions().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Decision.Reject)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    static Decision.Reject why(Judgement judgement, String participant) {
        return (Decision.Reject) judgement.decisions().get(participant);
    }
}
