package io.weir.cli.attack;

/** The rule under attack, as attackers who know it run it on their own. */
@FunctionalInterface
public interface Target {
    /** The aggregate of a round's updates. */
    double[] aggregate(double[][] updates);
}
