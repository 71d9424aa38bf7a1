package io.weir.cli.bench.guard;

import io.weir.cli.attack.Attacks;
import io.weir.guard.Rules;
import io.weir.guard.VerdictRule;
import io.weir.guard.rule.FedAvg;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs every rule under every attack. */
public final class GuardBench {
    private final GuardOptions options;
    private final Consumer<String> progress;

    public GuardBench(GuardOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @throws InterruptedException if interrupted; what still runs is given up
     */
    public GuardResult run() throws InterruptedException {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), work -> {
                    Thread thread = new Thread(work, "weir-bench-guard");
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            return new GuardResult(options, kappas(threads), cells(threads));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a measurement failed: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Double> kappas(ExecutorService threads) throws InterruptedException, ExecutionException {
        List<Future<Double>> measured = new ArrayList<>();
        for (String rule : options.rules()) {
            VerdictRule named = options.rule(rule);
            measured.add(threads.submit(() -> named.needsReference()
                    ? Double.NaN // the menu has no trusted row
                    : KappaHat.of(named, options.participants(), options.attackers())));
        }
        List<Double> kappas = new ArrayList<>();
        for (Future<Double> kappa : measured) {
            kappas.add(kappa.get());
        }
        return kappas;
    }

    private List<GuardCell> cells(ExecutorService threads) throws InterruptedException, ExecutionException {
        BankSource source = new BankSource(options);
        List<List<GuardCell>> bySeed = new ArrayList<>();
        for (int s = 0; s < options.seeds(); s++) {
            long seed = options.seed() + s;
            progress.accept("seed " + seed + " (" + (s + 1) + " of " + options.seeds() + ")");
            Banks plain = source.banks(seed, BankTerms.DEFAULT.labelShift());
            Banks banks = options.terms().labelShift() == BankTerms.DEFAULT.labelShift()
                    ? plain
                    : source.banks(seed, options.terms().labelShift());
            bySeed.add(cells(plain, banks, seed, threads));
        }
        List<GuardCell> worst = new ArrayList<>();
        for (int cell = 0; cell < bySeed.get(0).size(); cell++) {
            int index = cell;
            worst.add(GuardCell.worst(
                    bySeed.stream().map(cells -> cells.get(index)).toList()));
        }
        return worst;
    }

    private List<GuardCell> cells(Banks plain, Banks banks, long seed, ExecutorService threads)
            throws InterruptedException, ExecutionException {
        Future<Score> all = threads.submit(() -> honestMean(plain, 0, seed));
        Future<Score> withoutAttackers = threads.submit(() -> honestMean(plain, options.attackers(), seed));
        List<Future<GuardCell>> measured = new ArrayList<>();
        List<String> attacks = Stream.concat(Stream.of(GuardCell.NONE), options.attacks().stream())
                .toList();
        for (String attack : attacks) {
            Score against = attack.equals(GuardCell.NONE) ? all.get() : withoutAttackers.get();
            for (String rule : options.rules()) {
                measured.add(threads.submit(() -> cell(banks, attack, rule, seed, against)));
            }
        }
        List<GuardCell> cells = new ArrayList<>();
        for (Future<GuardCell> cell : measured) {
            cells.add(cell.get());
        }
        return cells;
    }

    private Score honestMean(Banks banks, int away, long seed) {
        return new MemoryFederation(banks, Rules.named(FedAvg.NAME, Map.of()), Optional.empty(), away, 0, seed)
                .run(options.rounds())
                .score();
    }

    private GuardCell cell(Banks banks, String attack, String rule, long seed, Score against) {
        boolean attacked = !attack.equals(GuardCell.NONE);
        MemoryFederation.Result result = new MemoryFederation(
                        banks,
                        options.rule(rule),
                        attacked ? Optional.of(Attacks.named(attack)) : Optional.empty(),
                        attacked ? options.attackers() : 0,
                        options.terms().clientMomentum(),
                        seed)
                .run(options.rounds());
        boolean backdoor = Attacks.isBackdoor(attack);
        return new GuardCell(
                attack,
                rule,
                100 * (against.auc() - result.score().auc()),
                backdoor ? result.score().markedMissed() - against.markedMissed() : Double.NaN,
                attacked ? result.detection().precision() : Double.NaN,
                result.detection().recall(),
                result.detection().honestRefusedShare());
    }
}
