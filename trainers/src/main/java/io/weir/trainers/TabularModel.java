package io.weir.trainers;

import io.weir.trainers.internal.DenseNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * A binary classifier over fixed-width float32 inputs. Its parameters are one flat vector: the tensors of
 * {@link #tensors()} one after another, each row-major. A model is a value without state; every method is thread-safe.
 */
public sealed interface TabularModel permits LogisticRegression, MultilayerPerceptron {
    /** Returns the number of inputs of a row. */
    int inputWidth();

    /** Returns the widths of the hidden layers, none for a linear model. */
    List<Integer> hidden();

    /**
     * Returns the tensors in the order they lie in the parameter vector: for each layer {@code i} from the input on,
     * {@code dense<i>.weight} of shape [inputs, outputs] and {@code dense<i>.bias} of shape [outputs].
     */
    default List<TensorSpec> tensors() {
        List<Integer> widths = layerWidths();
        List<TensorSpec> tensors = new ArrayList<>();
        for (int layer = 0; layer + 1 < widths.size(); layer++) {
            boolean last = layer + 2 == widths.size();
            Initializer weights =
                    last ? (layer == 0 ? Initializer.ZEROS : Initializer.GLOROT_UNIFORM) : Initializer.HE_UNIFORM;
            List<Integer> shape = List.of(widths.get(layer), widths.get(layer + 1));
            tensors.add(new TensorSpec("dense" + layer + ".weight", shape, weights));
            tensors.add(new TensorSpec("dense" + layer + ".bias", shape.subList(1, 2), Initializer.ZEROS));
        }
        return List.copyOf(tensors);
    }

    /** Returns the length of the parameter vector. */
    default int parameterCount() {
        return tensors().stream().mapToInt(TensorSpec::size).reduce(0, Math::addExact);
    }

    /**
     * Computes the probability of the positive class.
     *
     * @param parameters {@link #parameterCount()} values
     * @param x rows × width inputs, row-major
     * @param rows number of rows, may be 0
     * @param width inputs per row, equal to {@link #inputWidth()}
     * @return one probability per row
     */
    default float[] predictProbabilities(float[] parameters, float[] x, int rows, int width) {
        if (width != inputWidth() || x.length != (long) rows * width) {
            throw new IllegalArgumentException("inputs of " + rows + " rows × " + width + " (" + x.length
                    + " values) for a model of " + inputWidth() + " inputs");
        }
        try (DenseNetwork network = new DenseNetwork(layerWidths(), DenseNetwork.evaluationRows(rows))) {
            network.load(parameters);
            return network.probabilities(x, rows);
        }
    }

    /**
     * Computes the training objective on rows and its gradient: the mean over rows of the weighted binary
     * cross-entropy {@code w·(softplus(z) − y·z)}, w being {@code positiveWeight} for positive rows and 1 for others,
     * plus {@code l2/2} times the squared norm of the weight matrices (not the biases).
     *
     * @param parameters {@link #parameterCount()} values
     * @param x rows × {@link #inputWidth()} inputs, row-major, at least one row
     * @param labels one per row, 0 or 1
     * @param positiveWeight weight of positive rows, above 0
     * @param l2 weight decay, 0 or more
     */
    default LossAndGradient lossAndGradient(
            float[] parameters, float[] x, float[] labels, double positiveWeight, double l2) {
        if (labels.length == 0 || x.length != (long) labels.length * inputWidth()) {
            throw new IllegalArgumentException(
                    x.length + " values and " + labels.length + " labels for a model of " + inputWidth() + " inputs");
        }
        try (DenseNetwork network = new DenseNetwork(layerWidths(), labels.length)) {
            network.load(parameters);
            float[] gradient = new float[parameterCount()];
            double loss = network.gradient(x, labels, labels.length, positiveWeight, 0, gradient)
                    + network.addWeightDecay(parameters, l2, gradient);
            return new LossAndGradient(loss, gradient);
        }
    }

    /** Returns the widths of all layers from the input to the single output. */
    default List<Integer> layerWidths() {
        List<Integer> widths = new ArrayList<>();
        widths.add(inputWidth());
        widths.addAll(hidden());
        widths.add(1);
        return widths;
    }
}
