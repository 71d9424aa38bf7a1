package io.weir.cli.attack;

import java.util.SplittableRandom;

/**
 * Another attack, with noise in each coordinate: no two attackers are alike, and what looks for copies finds none.
 *
 * @param deviation of the noise, as a share of what honest banks differ by
 */
record Jittered(Attack attack, double deviation) implements Attack {
    private static final long OTHER_THAN_THE_ATTACK = 0x5DEECE66DL;

    @Override
    public boolean trains() {
        return attack.trains();
    }

    @Override
    public LabelledRows poison(LabelledRows rows, int attacker, Trigger trigger) {
        return attack.poison(rows, attacker, trigger);
    }

    @Override
    public double[][] craft(Sight sight) {
        double[][] vectors = attack.craft(sight);
        double[] honest = Vectors.deviation(sight.honest());
        SplittableRandom random = new SplittableRandom(sight.seed() ^ OTHER_THAN_THE_ATTACK);
        for (double[] vector : vectors) {
            for (int j = 0; j < vector.length; j++) {
                vector[j] += deviation * honest[j] * Normal.next(random);
            }
        }
        return vectors;
    }
}
