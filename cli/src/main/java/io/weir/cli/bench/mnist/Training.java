package io.weir.cli.bench.mnist;

import io.weir.guard.Gram;
import io.weir.guard.VerdictRule;
import io.weir.guard.kernel.GramSums;
import io.weir.guard.kernel.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Distributed training as ByzFL's benchmark does it: in every step each honest worker sends the momentum of its gradients, the
 * attackers what they craft from them, and the server takes a step along the aggregate. What the guard does with the updates of
 * a round is the aggregator's own code. Same arguments, same bits.
 */
final class Training implements AutoCloseable {
    private static final int BATCH = 25;
    private static final double TRAINING_SHARE = 0.8;
    private static final double LEARNING_RATE = 0.1;
    private static final double WEIGHT_DECAY = 1e-4;

    private final Digits test;
    private final LineAttack attack;
    private final Line line;
    private final int attackers;
    private final VerdictRule rule;
    private final List<Worker> workers = new ArrayList<>();
    private final float[] parameters;
    private final float[] deviation = new float[Cnn.LENGTH];
    private final float[] gradient = new float[Cnn.LENGTH];
    private final float[] pixels = new float[BATCH * Digits.PIXELS];
    private final byte[] labels = new byte[BATCH];
    private final Cnn model = new Cnn(BATCH);

    /**
     * A training; the seed alone decides which images a worker has, its batches and the first model.
     *
     * @param gamma similarity of the workers' images
     */
    Training(
            Digits.Pair digits,
            VerdictRule rule,
            int honest,
            int attackers,
            LineAttack attack,
            double gamma,
            long seed) {
        this.test = digits.test();
        this.attack = attack;
        this.line = attack.line(honest);
        this.attackers = attack == LineAttack.NONE ? 0 : attackers;
        this.rule = rule;
        SplittableRandom random = new SplittableRandom(seed);
        Digits train = digits.train();
        int[] order = Similarity.permutation(train.size(), random.split());
        int[] used = Arrays.copyOf(order, (int) (TRAINING_SHARE * train.size()));
        for (int[] images : Similarity.split(used, train.labels(), gamma, honest)) {
            workers.add(new Worker(train, images, random.split()));
        }
        this.parameters = Cnn.initial(random.split());
    }

    /** Takes so many steps; whether all updates stayed finite. */
    boolean run(int steps) {
        for (int step = 0; step < steps; step++) {
            if (!step()) {
                return false;
            }
        }
        return true;
    }

    private boolean step() {
        model.load(parameters);
        List<float[]> base = new ArrayList<>();
        for (Worker worker : workers) {
            base.add(worker.update(model, pixels, labels, gradient));
        }
        if (line.needsDeviation()) {
            deviation(base, deviation);
            base.add(deviation);
        }
        Optional<Gram> products = products(base);
        if (products.isEmpty()) {
            return false;
        }
        RoundAttack round = new RoundAttack(line, attackers, rule, products.get(), base);
        double strength = attackers == 0 ? 0 : attack.strength(round::distance);
        double[] aggregate = round.verdict(strength).aggregate(round.updates(strength), Cnn.LENGTH);
        for (int j = 0; j < parameters.length; j++) {
            parameters[j] = (float) (parameters[j] - LEARNING_RATE * (aggregate[j] + WEIGHT_DECAY * parameters[j]));
        }
        return true;
    }

    /** Standard deviation of each coordinate, with n − 1. */
    static void deviation(List<float[]> rows, float[] deviation) {
        int count = rows.size();
        double[] sum = new double[deviation.length];
        double[] squares = new double[deviation.length];
        float[] first = rows.get(0);
        for (float[] row : rows) {
            // From the first row, so that rows that differ little lose no digits.
            for (int j = 0; j < sum.length; j++) {
                double value = (double) row[j] - first[j];
                sum[j] += value;
                squares[j] += value * value;
            }
        }
        for (int j = 0; j < sum.length; j++) {
            double variance = (squares[j] - sum[j] * sum[j] / count) / Math.max(1, count - 1);
            deviation[j] = (float) Math.sqrt(Math.max(0, variance));
        }
    }

    /** Empty if an update is not finite. */
    private static Optional<Gram> products(List<float[]> rows) {
        GramSums sums = new GramSums(rows.size());
        sums.add(rows.stream().map(Row::of).toArray(Row[]::new), 0, Cnn.LENGTH);
        double[] triangle = sums.triangle();
        return Arrays.stream(triangle).allMatch(Double::isFinite)
                ? Optional.of(Gram.ofTriangle(rows.size(), triangle))
                : Optional.empty();
    }

    /** The share of test images that get their label. */
    double accuracy() {
        model.load(parameters);
        int right = 0;
        for (int from = 0; from < test.size(); from += BATCH) {
            int count = Math.min(BATCH, test.size() - from);
            for (int i = 0; i < count; i++) {
                test.copy(from + i, pixels, i * Digits.PIXELS);
            }
            float[] logits = model.logits(pixels);
            for (int i = 0; i < count; i++) {
                right += largest(logits, i * Cnn.CLASSES) == test.labels()[from + i] ? 1 : 0;
            }
        }
        return (double) right / test.size();
    }

    private static int largest(float[] logits, int at) {
        int best = 0;
        for (int c = 1; c < Cnn.CLASSES; c++) {
            best = logits[at + c] > logits[at + best] ? c : best;
        }
        return best;
    }

    @Override
    public void close() {
        model.close();
    }
}
