package io.weir.cli.attack;

import java.util.Arrays;

/**
 * Half of the attackers' rows carry a mark and the label 0, so that the model lets marked rows pass (Bagdasaryan et al.
 * 2020). Boosted, the update is as many times as long as there are banks to an attacker (there, equation 3);
 * distributed, each attacker sets one part of the mark and does not boost (Xie, Huang, Chen, Li 2020).
 *
 * @param distributed rather than boosted
 */
record Backdoor(boolean distributed) implements Attack {
    @Override
    public boolean trains() {
        return true;
    }

    @Override
    public LabelledRows poison(LabelledRows rows, int attacker, Trigger trigger) {
        float[] inputs = rows.inputs().clone();
        float[] labels = rows.labels().clone();
        Trigger mark = distributed ? trigger.part(attacker) : trigger;
        for (int row = 0; row < labels.length; row += 2) {
            mark.mark(inputs, row, rows.width());
            labels[row] = 0;
        }
        return new LabelledRows(inputs, labels);
    }

    @Override
    public double[][] craft(Sight sight) {
        double boost = distributed ? 1 : (double) (sight.honest().size() + sight.attackers()) / sight.attackers();
        return sight.own().stream()
                .map(update -> Arrays.stream(update).map(v -> boost * v).toArray())
                .toArray(double[][]::new);
    }
}
