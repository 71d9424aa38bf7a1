package io.weir.trainers;

import java.util.List;

/**
 * A feed-forward network with ReLU between its layers and a sigmoid output.
 *
 * @param inputWidth inputs per row, at least 1
 * @param hidden units of each hidden layer from the input on, at least one layer
 */
public record MultilayerPerceptron(int inputWidth, List<Integer> hidden) implements TabularModel {
    /** Validates the widths. */
    public MultilayerPerceptron {
        hidden = List.copyOf(hidden);
        if (inputWidth < 1 || hidden.isEmpty() || hidden.stream().anyMatch(units -> units < 1)) {
            throw new IllegalArgumentException("a perceptron of " + inputWidth + " inputs and hidden layers " + hidden
                    + "; allowed: at least 1 input and one layer, each of at least 1 unit");
        }
    }
}
