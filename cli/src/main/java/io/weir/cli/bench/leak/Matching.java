package io.weir.cli.bench.leak;

import io.weir.cli.attack.Normal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Searches rows whose gradient points where the seen one does: Deep leakage from gradients (Zhu et al. 2019) with the cosine distance and signed Adam of
 * Geiping et al. 2020 (equation 4), categories as a softmax that ends as its largest (Vero et al. 2023, "TabLeak", section 4). It is given the labels.
 */
final class Matching implements Inversion {
    private static final int RESTARTS = 2;
    private static final double RATE = 0.1;
    private static final double FIRST_DECAY = 0.9;
    private static final double SECOND_DECAY = 0.999;
    private static final double EPSILON = 1e-8;

    private final Target target;
    private final Perceptron model;
    private final int steps;

    Matching(Target target, int steps) {
        this.target = target;
        this.model = new Perceptron(target.width(), target.hidden(), target.parameters());
        this.steps = steps;
    }

    @Override
    public List<double[]> candidates(double[] gradient, float[] labels, SplittableRandom random) {
        double[][] best = {};
        double least = Double.POSITIVE_INFINITY;
        for (int restart = 0; restart < RESTARTS; restart++) {
            double[][] variables = search(gradient, labels, random);
            double[][] rows = rows(variables);
            double distance = 1 - cosine(model.gradient(rows, labels), gradient);
            if (distance < least) {
                least = distance;
                best = rows;
            }
        }
        List<double[]> candidates = new ArrayList<>(Arrays.asList(best));
        candidates.forEach(this::harden);
        return candidates;
    }

    private double[][] search(double[] seen, float[] labels, SplittableRandom random) {
        int count = labels.length;
        double[][] variables = new double[count][];
        Arrays.setAll(variables, n -> Normal.next(random, target.width()));
        double[][] mean = new double[count][target.width()];
        double[][] square = new double[count][target.width()];
        for (int step = 1; step <= steps; step++) {
            double[][] rows = rows(variables);
            double[] direction = byGradient(model.gradient(rows, labels), seen);
            double rate = RATE * Math.pow(0.1, decays(step));
            double scale = rate / (1 - Math.pow(FIRST_DECAY, step));
            double secondScale = 1 - Math.pow(SECOND_DECAY, step);
            for (int n = 0; n < count; n++) {
                double[] by = throughSoftmax(rows[n], model.derivative(rows[n], labels[n], direction, count));
                for (int i = 0; i < by.length; i++) {
                    double sign = Math.signum(by[i]);
                    mean[n][i] = FIRST_DECAY * mean[n][i] + (1 - FIRST_DECAY) * sign;
                    square[n][i] = SECOND_DECAY * square[n][i] + (1 - SECOND_DECAY) * sign * sign;
                    variables[n][i] -= scale * mean[n][i] / (Math.sqrt(square[n][i] / secondScale) + EPSILON);
                }
            }
        }
        return variables;
    }

    /** The rate falls to a tenth after three, five and seven eighths. */
    private int decays(int step) {
        int eighths = (int) (8L * step / steps);
        return Math.max(0, Math.min(3, (eighths - 1) / 2));
    }

    private static double cosine(double[] a, double[] b) {
        return Numbers.dot(a, b) / (Numbers.norm(a) * Numbers.norm(b) + Double.MIN_NORMAL);
    }

    /** Of {@code 1 - cos}, by the first vector. */
    static double[] byGradient(double[] gradient, double[] seen) {
        double norm = Numbers.norm(gradient) + Double.MIN_NORMAL;
        double seenNorm = Numbers.norm(seen) + Double.MIN_NORMAL;
        double cosine = Numbers.dot(gradient, seen) / (norm * seenNorm);
        double[] direction = new double[gradient.length];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (cosine * gradient[i] / norm - seen[i] / seenNorm) / norm;
        }
        return direction;
    }

    private double[][] rows(double[][] variables) {
        double[][] rows = new double[variables.length][];
        for (int n = 0; n < rows.length; n++) {
            rows[n] = variables[n].clone();
            for (Target.Range range : target.categories()) {
                softmax(rows[n], range);
            }
        }
        return rows;
    }

    private static void softmax(double[] row, Target.Range range) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = range.from(); i < range.to(); i++) {
            max = Math.max(max, row[i]);
        }
        double total = 0;
        for (int i = range.from(); i < range.to(); i++) {
            row[i] = Math.exp(row[i] - max);
            total += row[i];
        }
        for (int i = range.from(); i < range.to(); i++) {
            row[i] /= total;
        }
    }

    private double[] throughSoftmax(double[] row, double[] byRow) {
        for (Target.Range range : target.categories()) {
            double mean = 0;
            for (int i = range.from(); i < range.to(); i++) {
                mean += row[i] * byRow[i];
            }
            for (int i = range.from(); i < range.to(); i++) {
                byRow[i] = row[i] * (byRow[i] - mean);
            }
        }
        return byRow;
    }

    private void harden(double[] row) {
        for (Target.Range range : target.categories()) {
            int largest = range.from();
            for (int i = range.from(); i < range.to(); i++) {
                largest = row[i] > row[largest] ? i : largest;
            }
            for (int i = range.from(); i < range.to(); i++) {
                row[i] = i == largest ? 1 : 0;
            }
        }
    }
}
