package io.weir.cli.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * An attack whose strength is searched anew in every round, so that the aggregate of the rule under attack is as far as
 * possible from the honest mean (Shejwalkar and Houmansadr 2021, section 4; the search as in Allouah et al. 2023).
 *
 * @param byStrength the attack of a given strength
 */
record Optimised(DoubleFunction<Attack> byStrength) implements Attack {
    private static final double START = 0;

    @Override
    public double[][] craft(Sight sight) {
        Target target = sight.target()
                .orElseThrow(() -> new IllegalArgumentException("an optimised attack needs the rule that it attacks"));
        double[] mean = Vectors.mean(sight.honest());
        double strength = LineSearch.OF_STRENGTH.maximise(START, candidate -> {
            List<double[]> all = new ArrayList<>(sight.honest());
            all.addAll(List.of(byStrength.apply(candidate).craft(sight)));
            return Math.sqrt(Vectors.squaredDistance(target.aggregate(all.toArray(double[][]::new)), mean));
        });
        return byStrength.apply(strength).craft(sight);
    }
}
