package io.weir.cli.attack;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What attackers see of a round; the strongest of the literature see all of it.
 *
 * @param honest updates of the honest banks, at least one
 * @param own what the attackers trained themselves, one each; empty if the attack does not train
 * @param attackers how many vectors are wanted, at least 1
 * @param target the rule, if they know it
 * @param seed of the round
 */
public record Sight(List<double[]> honest, List<double[]> own, int attackers, Optional<Target> target, long seed) {
    public Sight {
        honest = List.copyOf(honest);
        own = List.copyOf(own);
        if (honest.isEmpty() || attackers < 1) {
            throw new IllegalArgumentException(
                    honest.size() + " honest updates and " + attackers + " attackers: each must be at least 1");
        }
    }

    /** Honest updates alone. */
    public static Sight of(List<double[]> honest, int attackers, long seed) {
        return new Sight(honest, List.of(), attackers, Optional.empty(), seed);
    }

    /** Number of coordinates. */
    public int length() {
        return honest.get(0).length;
    }

    /** Randomness of the round; the same at every call. */
    public SplittableRandom random() {
        return new SplittableRandom(seed);
    }

    /** The same vector for every attacker. */
    public double[][] copies(double[] vector) {
        double[][] copies = new double[attackers][];
        for (int a = 0; a < attackers; a++) {
            copies[a] = vector.clone();
        }
        return copies;
    }
}
