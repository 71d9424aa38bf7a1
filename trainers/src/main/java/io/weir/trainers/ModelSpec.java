package io.weir.trainers;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which model to train, independent of the data's width.
 *
 * @param hidden widths of the hidden layers; none for logistic regression
 */
public record ModelSpec(List<Integer> hidden) {
    /** Hidden layers a model may have. */
    public static final int MAX_LAYERS = 16;
    /** Units a hidden layer may have. */
    public static final int MAX_UNITS = 65_536;

    private static final List<Integer> DEFAULT_HIDDEN = List.of(32, 16);
    private static final String ALLOWED = "allowed: logreg, mlp, or mlp:64,32 with widths of 1 to " + MAX_LAYERS
            + " hidden layers, each 1 to " + MAX_UNITS;
    private static final Pattern WIDTHS = Pattern.compile("mlp:[0-9]{1,6}(,[0-9]{1,6})*");

    /** Validates the number of layers and their widths. */
    public ModelSpec {
        hidden = List.copyOf(hidden);
        boolean outside = hidden.stream().anyMatch(units -> units < 1 || units > MAX_UNITS);
        if (hidden.size() > MAX_LAYERS || outside) {
            throw new IllegalArgumentException("model has hidden layers " + hidden + "; " + ALLOWED);
        }
    }

    /**
     * Reads {@code logreg}, {@code mlp} (hidden layers of 32 and 16 units) or {@code mlp:64,32}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static ModelSpec parse(String text) {
        if (text.equals("logreg")) {
            return new ModelSpec(List.of());
        }
        if (text.equals("mlp")) {
            return new ModelSpec(DEFAULT_HIDDEN);
        }
        if (!WIDTHS.matcher(text).matches()) {
            throw new IllegalArgumentException("model is '" + text + "'; " + ALLOWED);
        }
        List<Integer> hidden = new ArrayList<>();
        for (String units : text.substring("mlp:".length()).split(",", -1)) {
            hidden.add(Integer.valueOf(units));
        }
        return new ModelSpec(hidden);
    }

    /** Returns the model for inputs of the given width, at least 1. */
    public TabularModel forInputs(int inputWidth) {
        return hidden.isEmpty() ? new LogisticRegression(inputWidth) : new MultilayerPerceptron(inputWidth, hidden);
    }

    /** Returns the text that {@link #parse} reads. */
    @Override
    public String toString() {
        return hidden.isEmpty()
                ? "logreg"
                : "mlp:" + String.join(",", hidden.stream().map(String::valueOf).toList());
    }
}
