package io.weir.privacy.dp.accounting;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Adds up mechanisms in Rényi differential privacy (Mironov, 2017), where composition is a sum by order. Not for use by several threads.
 */
public final class RdpAccountant {
    /** Those that TensorFlow Privacy tries, Opacus' among them. */
    private static final double[] ORDERS = DoubleStream.concat(
                    IntStream.range(1, 100).mapToDouble(tenth -> 1 + tenth / 10.0),
                    IntStream.concat(IntStream.range(11, 64), IntStream.of(128, 256, 512, 1024))
                            .asDoubleStream())
            .toArray();

    private final double[] total = new double[ORDERS.length];

    /** A guarantee and the order that gives it. */
    public record Guarantee(double epsilon, double order) {}

    /** Adds a mechanism to what was spent. */
    public void add(Mechanism mechanism) {
        for (int i = 0; i < ORDERS.length; i++) {
            total[i] += mechanism.rdp(ORDERS[i]);
        }
    }

    /** The smallest ε that the orders prove at {@code delta}. */
    public double epsilon(double delta) {
        return guarantee(delta).epsilon();
    }

    /** The same, with its order. */
    public Guarantee guarantee(double delta) {
        Require.delta(delta);
        Guarantee best = new Guarantee(Double.POSITIVE_INFINITY, ORDERS[0]);
        for (int i = 0; i < ORDERS.length; i++) {
            double epsilon = epsilon(ORDERS[i], total[i], delta);
            if (epsilon < best.epsilon()) {
                best = new Guarantee(epsilon, ORDERS[i]);
            }
        }
        return best;
    }

    /**
     * Canonne, Kamath, Steinke, "The Discrete Gaussian for Differential Privacy", 2020, Proposition 12; 0 where the divergence bounds the total
     * variation by δ (Bretagnolle and Huber).
     */
    private static double epsilon(double order, double rdp, double delta) {
        if (delta * delta > -Math.expm1(-rdp)) {
            return 0;
        }
        return Math.max(0, rdp + Math.log1p(-1 / order) - Math.log(delta * order) / (order - 1));
    }
}
