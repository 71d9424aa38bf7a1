package io.weir.cli.bench.guard;

import io.weir.cli.attack.Attack;
import io.weir.cli.attack.Distinct;
import io.weir.cli.attack.LabelledRows;
import io.weir.cli.attack.Sight;
import io.weir.cli.attack.Target;
import io.weir.cli.federation.FederationDefaults;
import io.weir.guard.VerdictRule;
import io.weir.guard.history.History;
import io.weir.publisher.optimizer.FedAvg;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Federated training in memory, the last banks of which attack. Same arguments, same bits. */
final class MemoryFederation {
    private static final double BOUND = FederationDefaults.CLIPPING_BOUND;

    private final Banks banks;
    private final VerdictRule rule;
    private final Optional<Attack> attack;
    private final int honest;
    private final List<LabelledRows> poisoned = new ArrayList<>();
    private final MemoryMomentum momentum;
    private final long seed;
    private float[] parameters;
    private float[] before;
    private Detection detection = Detection.NONE;
    private History remembered = History.NONE;

    /**
     * A federation.
     *
     * @param attack what the attackers do; if empty they stay away
     * @param attackers how many of the banks are hostile, fewer than all
     * @param clientMomentum of every bank; attackers see the honest ones' and send what they like
     */
    MemoryFederation(
            Banks banks, VerdictRule rule, Optional<Attack> attack, int attackers, double clientMomentum, long seed) {
        this.banks = banks;
        this.rule = rule;
        this.attack = attack;
        this.honest = banks.banks().size() - attackers;
        this.momentum = new MemoryMomentum(clientMomentum, banks.banks().size());
        this.seed = seed;
        this.parameters = new float[banks.parameterCount()];
        this.before = parameters.clone();
        for (int a = 0; a < attackers && attack.filter(Attack::trains).isPresent(); a++) {
            poisoned.add(attack.get().poison(banks.banks().get(honest + a).rows(), a, banks.trigger()));
        }
    }

    /** What came out. */
    record Result(Score score, Detection detection) {}

    Result run(int rounds) {
        for (int round = 1; round <= rounds; round++) {
            round(round);
        }
        return new Result(Score.of(parameters, banks.test(), banks.trigger()), detection);
    }

    private void round(int round) {
        List<float[]> updates = new ArrayList<>();
        for (int b = 0; b < honest; b++) {
            Banks.Bank bank = banks.banks().get(b);
            updates.add(momentum.of(b, Banks.update(parameters, bank.rows(), bank.logitOffset(), seed(round, b))));
        }
        int[] weights = weights();
        Optional<float[]> reference = reference(round);
        attack.ifPresent(hostile -> updates.addAll(attack(hostile, updates, reference, weights, round)));
        int judged = updates.size();
        reference.ifPresent(updates::add);
        MemoryRound closed = MemoryRound.close(rule, updates, weights, BOUND, round, remembered);
        remembered = closed.remembered();
        before = parameters.clone();
        new FedAvg(1).step(parameters, 0, closed.sums(), closed.scale());
        for (int i = 0; i < judged; i++) {
            detection = detection.plus(i >= honest, closed.accused().contains(i));
        }
    }

    /** The model's last step, if the rule goes on from it; else what training on trusted rows gives. */
    private Optional<float[]> reference(int round) {
        if (rule.sumsReference()) {
            float[] step = new float[parameters.length];
            for (int i = 0; i < step.length; i++) {
                step[i] = parameters[i] - before[i];
            }
            return Optional.of(step);
        }
        return rule.reference()
                .flatMap(name -> banks.root())
                .map(root -> Banks.update(parameters, root, 0, seed(round, -2)));
    }

    /** Attackers claim as many rows as the largest honest bank has. */
    private int[] weights() {
        int[] weights = new int[banks.banks().size() + 1];
        int largest = 0;
        for (int b = 0; b < banks.banks().size(); b++) {
            int rows = banks.banks().get(b).rows().rows();
            largest = b < honest ? Math.max(largest, rows) : largest;
            weights[b] = b < honest ? rows : largest;
        }
        weights[banks.banks().size()] = 1; // of the reference, if there is one; never summed
        return weights;
    }

    private List<float[]> attack(
            Attack hostile, List<float[]> updates, Optional<float[]> reference, int[] weights, int round) {
        List<double[]> own = new ArrayList<>();
        for (int a = 0; a < poisoned.size(); a++) {
            float[] update = Banks.update(parameters, poisoned.get(a), 0, seed(round, honest + a));
            own.add(doubles(momentum.of(honest + a, update)));
        }
        Sight sight = new Sight(
                updates.stream().map(MemoryFederation::doubles).toList(),
                own,
                banks.banks().size() - honest,
                Optional.of(target(reference, weights, round)),
                seed(round, -1));
        return Distinct.floats(hostile.craft(sight), updates);
    }

    /** The rule as attackers know it, with the reference behind their updates. */
    private Target target(Optional<float[]> reference, int[] weights, int round) {
        Target rows = MemoryRound.target(rule, weights, BOUND, round, remembered);
        return reference
                .map(MemoryFederation::doubles)
                .<Target>map(root -> updates -> {
                    double[][] all = Arrays.copyOf(updates, updates.length + 1);
                    all[updates.length] = root;
                    return rows.aggregate(all);
                })
                .orElse(rows);
    }

    private long seed(int round, int bank) {
        return (seed * 31 + round) * 0x9E3779B97F4A7C15L + bank;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
