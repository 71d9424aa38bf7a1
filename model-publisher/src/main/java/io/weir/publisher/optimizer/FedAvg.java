package io.weir.publisher.optimizer;

import java.util.Map;

/**
 * Federated averaging with a server learning rate: McMahan et al. 2017, algorithm 1, as the server step of Reddi et al.
 * 2021, algorithm 1, with plain SGD as server optimizer. {@code new = old + learningRate * sum / totalWeight}, computed
 * in double and rounded once to float.
 *
 * @param learningRate server learning rate, positive and finite; 1 replaces the model by the participants' mean
 */
public record FedAvg(double learningRate) implements ServerOptimizer {
    /** Name in the federation's settings. */
    public static final String NAME = "fedavg";

    /** Key of the learning rate in the optimizer's parameters. */
    public static final String LEARNING_RATE = "learning.rate";

    public FedAvg {
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException("optimizer parameter '" + LEARNING_RATE + "' has value '" + learningRate
                    + "': allowed is a positive number");
        }
    }

    /** From the settings' optimizer parameters; the learning rate is 1 if it is not among them. */
    static FedAvg from(Map<String, String> parameters) {
        parameters.keySet().forEach(key -> {
            if (!key.equals(LEARNING_RATE)) {
                throw new IllegalArgumentException(
                        "optimizer '" + NAME + "' has no parameter '" + key + "': known is " + LEARNING_RATE);
            }
        });
        String rate = parameters.getOrDefault(LEARNING_RATE, "1.0");
        try {
            return new FedAvg(Double.parseDouble(rate));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "optimizer parameter '" + LEARNING_RATE + "' has value '" + rate
                            + "': allowed is a positive number",
                    e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void step(float[] parameters, int first, long[] sums, AggregateScale scale) {
        double rate = learningRate;
        double unit = scale.unit();
        double totalWeight = scale.totalWeight();
        for (int i = 0; i < sums.length; i++) {
            parameters[first + i] = (float) (parameters[first + i] + rate * (sums[i] * unit) / totalWeight);
        }
    }
}
