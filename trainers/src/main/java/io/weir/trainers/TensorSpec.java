package io.weir.trainers;

import java.util.List;

/**
 * One named tensor of a model's flat parameter vector.
 *
 * @param name unique within the model, such as {@code dense0.weight}
 * @param shape dimensions, each at least 1; values lie row-major
 * @param initializer how it is filled before the first round
 */
public record TensorSpec(String name, List<Integer> shape, Initializer initializer) {
    /** Validates the dimensions. */
    public TensorSpec {
        shape = List.copyOf(shape);
        if (shape.isEmpty() || shape.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("tensor " + name + " has shape " + shape + "; sizes must be at least 1");
        }
    }

    /** Returns the number of values. */
    public int size() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
