package io.weir.cli.attack;

/** One attacker under many names (Fung, Yoon, Beschastnikh 2020): each sends what the first one trained on flipped labels. */
record Sybil(LabelFlip behind) implements Attack {
    @Override
    public boolean trains() {
        return true;
    }

    @Override
    public LabelledRows poison(LabelledRows rows, int attacker, Trigger trigger) {
        return behind.poison(rows, attacker, trigger);
    }

    @Override
    public double[][] craft(Sight sight) {
        return sight.copies(sight.own().get(0));
    }
}
