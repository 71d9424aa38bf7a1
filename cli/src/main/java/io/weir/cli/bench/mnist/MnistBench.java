package io.weir.cli.bench.mnist;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Trains under every attack, with every number of attackers and every similarity; a run to a processor. */
public final class MnistBench {
    private static final double NANOS = 1e9;

    private final MnistOptions options;
    private final Consumer<String> progress;

    public MnistBench(MnistOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @throws io.weir.trainers.data.InvalidDataException if the images cannot be used
     * @throws InterruptedException if interrupted; what still runs is given up
     */
    public MnistResult run() throws InterruptedException {
        Digits.Pair digits = Digits.read(options.images());
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), work -> {
                    Thread thread = new Thread(work, "weir-bench-mnist");
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            List<Future<MnistRun>> measured = new ArrayList<>();
            for (double similarity : options.similarity()) {
                for (int attackers : options.attackers()) {
                    for (String attack : options.attacks()) {
                        measured.add(
                                threads.submit(() -> train(digits, similarity, attackers, LineAttack.named(attack))));
                    }
                }
            }
            List<MnistRun> runs = new ArrayList<>();
            for (Future<MnistRun> run : measured) {
                runs.add(run.get());
            }
            return new MnistResult(options, runs);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a measurement failed: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private MnistRun train(Digits.Pair digits, double similarity, int attackers, LineAttack attack) {
        long began = System.nanoTime();
        try (Training training = new Training(
                digits, options.rule(attackers), options.honest(), attackers, attack, similarity, options.seed())) {
            boolean finite = training.run(options.steps());
            MnistRun run = new MnistRun(similarity, attackers, attack, training.accuracy(), !finite);
            progress.accept(String.format(
                    Locale.ROOT,
                    "similarity %s, %d hostile, %s: accuracy %.4f%s (%.0f s)",
                    similarity,
                    attackers,
                    attack.label(),
                    run.accuracy(),
                    finite ? "" : ", diverged",
                    (System.nanoTime() - began) / NANOS));
            return run;
        }
    }
}
