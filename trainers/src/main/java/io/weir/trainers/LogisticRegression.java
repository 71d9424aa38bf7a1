package io.weir.trainers;

import java.util.List;

/**
 * Logistic regression: {@code p = sigmoid(x·w + b)}.
 *
 * @param inputWidth inputs per row, at least 1
 */
public record LogisticRegression(int inputWidth) implements TabularModel {
    /** Validates the width. */
    public LogisticRegression {
        if (inputWidth < 1) {
            throw new IllegalArgumentException("input width is " + inputWidth + "; allowed: 1 or more");
        }
    }

    @Override
    public List<Integer> hidden() {
        return List.of();
    }
}
