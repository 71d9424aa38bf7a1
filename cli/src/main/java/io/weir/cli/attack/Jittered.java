package io.weir.cli.attack;

import java.util.SplittableRandom;

/**
 * Another attack, with noise as large as honest banks differ in each coordinate: no two attackers are alike, and what
 * looks for copies finds none.
 */
record Jittered(Attack attack) implements Attack {
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
        double[] deviation = Vectors.deviation(sight.honest());
        SplittableRandom random = new SplittableRandom(sight.seed() ^ OTHER_THAN_THE_ATTACK);
        for (double[] vector : vectors) {
            for (int j = 0; j < vector.length; j++) {
                vector[j] += deviation[j] * Normal.next(random);
            }
        }
        return vectors;
    }
}
