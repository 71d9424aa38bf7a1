package io.weir.cli.attack;

/** Trains with every label turned round (Biggio, Nelson, Laskov 2012; federated: Fang et al. 2020), and sends that. */
record LabelFlip() implements Attack {
    @Override
    public boolean trains() {
        return true;
    }

    @Override
    public LabelledRows poison(LabelledRows rows, int attacker, Trigger trigger) {
        float[] flipped = new float[rows.rows()];
        for (int row = 0; row < flipped.length; row++) {
            flipped[row] = 1 - rows.labels()[row];
        }
        return new LabelledRows(rows.inputs(), flipped);
    }

    @Override
    public double[][] craft(Sight sight) {
        return sight.own().toArray(double[][]::new);
    }
}
