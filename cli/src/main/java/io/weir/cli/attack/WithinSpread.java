package io.weir.cli.attack;

import java.util.List;

/**
 * Min-Max and Min-Sum (Shejwalkar and Houmansadr 2021, section 4.3.2): the honest mean pushed against the honest
 * deviations as far as distances allow. With {@code x = μ + γp} each bound is a square in γ, so the largest γ is a root
 * and needs no search.
 *
 * @param sum bounds the sum of squared distances to the honest (Min-Sum), rather than the largest (Min-Max)
 */
record WithinSpread(boolean sum) implements Attack {
    @Override
    public double[][] craft(Sight sight) {
        List<double[]> honest = sight.honest();
        double[] mean = Vectors.mean(honest);
        double[] against = Vectors.times(-1, Vectors.deviation(honest));
        double pp = Vectors.product(against, against);
        double gamma = pp == 0 ? 0 : sum ? bySum(honest, mean, pp) : byLargest(honest, mean, against, pp);
        return sight.copies(Vectors.plus(mean, gamma, against));
    }

    /** The terms linear in γ cancel over the sum: {@code Σ‖μ − x_i‖² + nγ²‖p‖² ≤ max_i Σ_j ‖x_i − x_j‖²}. */
    private static double bySum(List<double[]> honest, double[] mean, double pp) {
        double bound = honest.stream().mapToDouble(x -> sumTo(honest, x)).max().orElseThrow();
        return Math.sqrt(Math.max(0, bound - sumTo(honest, mean)) / (honest.size() * pp));
    }

    private static double sumTo(List<double[]> honest, double[] x) {
        return honest.stream().mapToDouble(y -> Vectors.squaredDistance(x, y)).sum();
    }

    private static double byLargest(List<double[]> honest, double[] mean, double[] p, double pp) {
        double bound = honest.stream()
                .flatMapToDouble(x -> honest.stream().mapToDouble(y -> Vectors.squaredDistance(x, y)))
                .max()
                .orElseThrow();
        return honest.stream()
                .mapToDouble(x -> {
                    double half = Vectors.product(p, Vectors.plus(mean, -1, x));
                    double slack = Math.max(0, bound - Vectors.squaredDistance(mean, x));
                    return (-half + Math.sqrt(half * half + pp * slack)) / pp;
                })
                .min()
                .orElseThrow();
    }
}
