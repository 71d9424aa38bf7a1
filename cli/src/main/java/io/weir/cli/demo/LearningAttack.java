package io.weir.cli.demo;

import io.weir.cli.attack.Attack;
import io.weir.cli.attack.Attacks;

/**
 * An attack of the library: hostile banks collude and publish vectors of the right form that spoil the model.
 *
 * @param option its name there
 */
record LearningAttack(String option) implements DemoAttack {
    LearningAttack {
        Attacks.named(option); // throws if there is none
    }

    @Override
    public String description() {
        return Attacks.description(option);
    }

    /** A fresh one, for one federation. */
    Attack fresh() {
        return Attacks.named(option);
    }
}
