package io.weir.cli.demo;

import io.weir.cli.attack.Attack;
import io.weir.cli.attack.Distinct;
import io.weir.cli.attack.LabelledRows;
import io.weir.cli.attack.Sight;
import io.weir.cli.attack.Trigger;
import io.weir.cli.bank.TabularTrainer;
import io.weir.cli.bench.guard.MemoryRound;
import io.weir.cli.federation.FederationDefaults;
import io.weir.client.LocalTrainer;
import io.weir.guard.Rules;
import io.weir.guard.VerdictRule;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.FederatedStatistics;
import io.weir.trainers.data.Preprocessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The hostile banks of a demo, which collude and see everything: each honest update of a round as it is about to be
 * published, and the rule. They wait until every other bank has trained or given up, then craft their vectors together
 * and publish them as anyone does, in the name of as many rows as the largest honest bank has. What they send is a
 * function of the round's updates and the seed.
 */
final class Collusion {
    private final Attack attack;
    private final List<DemoData.Bank> banks;
    private final int honest;
    private final VerdictRule rule;
    private final long seed;
    private final Trigger trigger;
    private final Map<Long, Meeting> meetings = new HashMap<>();

    /** What the banks bring to one round. */
    private static final class Meeting {
        private final Map<String, float[]> updates = new HashMap<>();
        private final Set<String> absent = new HashSet<>();
        private Map<String, float[]> crafted = Map.of();
    }

    /** The banks are those of {@code data}, the last of which are hostile. */
    Collusion(Attack attack, DemoData data, DemoOptions options) {
        this.attack = attack;
        this.banks = data.banks();
        this.honest = banks.size() - options.attackers();
        if (honest < 1) {
            throw new IllegalArgumentException("--attackers is " + options.attackers() + ", the data are divided among "
                    + banks.size() + " banks: leave at least one of them honest");
        }
        this.rule = Rules.named(options.rule(), options.ruleParameters());
        this.seed = options.seed();
        Dataset own = Dataset.union(banks.subList(honest, banks.size()).stream()
                .map(DemoData.Bank::train)
                .toList());
        this.trigger = Trigger.of(
                new LabelledRows(new Preprocessor(FederatedStatistics.of(own)).transform(own), own.labels()));
    }

    /** A bank that is seen by them, or one of them. */
    BankPart part(int index) {
        DemoData.Bank bank = banks.get(index);
        LocalTrainer trainer = index >= honest && attack.trains()
                ? TabularTrainer.poisoned(
                        bank.name(), bank.train(), rows -> attack.poison(rows, index - honest, trigger))
                : new TabularTrainer(bank.name(), bank.train());
        if (index < honest) {
            ObservedBank observed = new ObservedBank(bank.name(), trainer, this);
            return new BankPart(observed, observed);
        }
        HostileBank hostile = new HostileBank(bank.name(), trainer, this);
        return new BankPart(hostile, hostile);
    }

    /** An update of a round, as its bank will publish it, or would. */
    synchronized void bring(long round, String bank, float[] update) {
        meeting(round).updates.put(bank, update.clone());
        notifyAll();
    }

    /** A bank takes no part in a round. */
    synchronized void leave(long round, String bank) {
        meeting(round).absent.add(bank);
        notifyAll();
    }

    /**
     * Waits for every bank; whether they all came or left before the deadline.
     *
     * @param deadlineMs of the system clock
     */
    synchronized boolean awaitAll(long round, long deadlineMs) throws InterruptedException {
        Meeting meeting = meeting(round);
        while (meeting.updates.size() + meeting.absent.size() < banks.size()) {
            long leftMs = deadlineMs - System.currentTimeMillis();
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    /** Rows that a hostile bank claims. */
    int claimedRows() {
        return banks.subList(0, honest).stream()
                .mapToInt(bank -> bank.train().rows())
                .max()
                .orElseThrow();
    }

    /** The vector that a hostile bank sends; its own if no honest bank has one to see. */
    synchronized float[] crafted(long round, String bank) {
        Meeting meeting = meeting(round);
        if (meeting.crafted.isEmpty()) {
            meeting.crafted = craft(round, meeting.updates);
        }
        return meeting.crafted.get(bank);
    }

    private Map<String, float[]> craft(long round, Map<String, float[]> updates) {
        List<DemoData.Bank> seen = present(banks.subList(0, honest), updates);
        List<DemoData.Bank> hostile = present(banks.subList(honest, banks.size()), updates);
        if (seen.isEmpty()) {
            return Map.copyOf(updates);
        }
        int[] weights = new int[seen.size() + hostile.size()];
        for (int b = 0; b < weights.length; b++) {
            weights[b] = b < seen.size() ? seen.get(b).train().rows() : claimedRows();
        }
        Sight sight = new Sight(
                vectors(seen, updates),
                attack.trains() ? vectors(hostile, updates) : List.of(),
                hostile.size(),
                Optional.of(
                        MemoryRound.target(known(seen, hostile), weights, FederationDefaults.CLIPPING_BOUND, round)),
                (seed * 31 + round) * 0x9E3779B97F4A7C15L - 1);
        List<float[]> vectors = Distinct.floats(
                attack.craft(sight),
                seen.stream().map(bank -> updates.get(bank.name())).toList());
        Map<String, float[]> crafted = new HashMap<>();
        for (int h = 0; h < vectors.size(); h++) {
            crafted.put(hostile.get(h).name(), vectors.get(h));
        }
        return crafted;
    }

    /** The rule; its reference is known by its place among the updates. */
    private VerdictRule known(List<DemoData.Bank> seen, List<DemoData.Bank> hostile) {
        Map<String, String> parameters = new HashMap<>(rule.parameters());
        parameters.computeIfPresent(VerdictRule.REFERENCE, (key, name) -> {
            List<String> names = Stream.concat(seen.stream(), hostile.stream())
                    .map(DemoData.Bank::name)
                    .toList();
            return MemoryRound.name(names.contains(name) ? names.indexOf(name) : names.size());
        });
        return Rules.named(rule.name(), parameters);
    }

    private static List<DemoData.Bank> present(List<DemoData.Bank> banks, Map<String, float[]> updates) {
        return banks.stream().filter(bank -> updates.containsKey(bank.name())).toList();
    }

    private static List<double[]> vectors(List<DemoData.Bank> banks, Map<String, float[]> updates) {
        List<double[]> vectors = new ArrayList<>();
        for (DemoData.Bank bank : banks) {
            float[] values = updates.get(bank.name());
            double[] vector = new double[values.length];
            for (int j = 0; j < vector.length; j++) {
                vector[j] = values[j];
            }
            vectors.add(vector);
        }
        return vectors;
    }

    /** Rounds follow one another; of earlier ones nothing is needed. */
    private Meeting meeting(long round) {
        meetings.keySet().removeIf(earlier -> earlier < round - 1);
        return meetings.computeIfAbsent(round, r -> new Meeting());
    }
}
