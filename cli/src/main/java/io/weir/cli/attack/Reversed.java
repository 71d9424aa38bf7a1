package io.weir.cli.attack;

/**
 * The honest mean backwards: inner-product manipulation (Xie, Koyejo, Gupta 2020, section 4). Sign flipping is {@code
 * tau = 1}.
 *
 * @param tau how many times as long
 */
record Reversed(double tau) implements Attack {
    @Override
    public double[][] craft(Sight sight) {
        return sight.copies(Vectors.times(-tau, Vectors.mean(sight.honest())));
    }
}
