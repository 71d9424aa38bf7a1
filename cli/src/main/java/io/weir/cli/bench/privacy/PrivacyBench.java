package io.weir.cli.bench.privacy;

import io.weir.cli.bank.PrivacySettings;
import io.weir.cli.bank.TrainingSettings;
import io.weir.cli.bench.privacy.PrivacyResult.Line;
import io.weir.cli.federation.NoisePlan;
import io.weir.cli.federation.StatisticsSource;
import io.weir.client.TrainingException;
import io.weir.privacy.dp.NoisyGrid;
import io.weir.privacy.secure.Backend;
import io.weir.privacy.secure.HiddenRing;
import io.weir.trainers.data.CsvTable;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.PublicSample;
import io.weir.trainers.data.Splits;
import io.weir.trainers.data.TransactionFeatures;
import io.weir.trainers.data.TransactionGenerator;
import io.weir.trainers.data.TransactionWorld;
import io.weir.wire.NoiseMechanism;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Trains one federation for each budget and each seed. */
final class PrivacyBench {
    private final PrivacyOptions options;
    private final Consumer<String> progress;

    PrivacyBench(PrivacyOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    PrivacyResult run() throws TrainingException {
        Optional<Dataset> file = options.data().map(csv -> {
            CsvTable table = CsvTable.load(csv.file());
            return Dataset.of(table, FeatureSchema.infer(table, csv.label(), csv.drop()));
        });
        Map<Double, List<MemoryTraining.Result>> results = new HashMap<>();
        Map<Double, Double> multipliers = new HashMap<>();
        for (long seed = options.seed(); seed < options.seed() + options.seeds(); seed++) {
            MemoryTraining training = new MemoryTraining(parts(file, seed), options.model(), seed);
            for (double epsilon : options.epsilons()) {
                progress.accept("seed " + seed + ", epsilon " + epsilon);
                Map<String, String> settings = settings(epsilon);
                OptionalDouble noise = noise(epsilon);
                Optional<NoisyGrid> grid = noise.isPresent()
                        ? Optional.of(grid(noise.getAsDouble(), training.parameters()))
                        : Optional.empty();
                results.computeIfAbsent(epsilon, any -> new ArrayList<>())
                        .add(training.run(settings, options.rounds(), grid));
                multipliers.merge(epsilon, noise.orElse(multiplier(settings, training.rows())), Math::max);
            }
        }
        return new PrivacyResult(
                options,
                options.epsilons().stream()
                        .map(epsilon -> Line.of(epsilon, multipliers.get(epsilon), results.get(epsilon)))
                        .toList());
    }

    /** What banks share, so that all rounds together cost epsilon; empty without noise of whole banks. */
    private OptionalDouble noise(double epsilon) {
        if (options.whole().isEmpty() || Double.isInfinite(epsilon)) {
            return OptionalDouble.empty();
        }
        int shares = options.whole().get().shares();
        return OptionalDouble.of(
                new NoisePlan(NoiseMechanism.GAUSSIAN, shares, shares, options.rounds(), 0, options.delta())
                        .noise(epsilon));
    }

    /** As masks have room for. */
    private NoisyGrid grid(double noise, int parameters) {
        PrivacyOptions.Whole whole = options.whole().orElseThrow();
        int bits = HiddenRing.fittingBits(Backend.MASK, options.banks());
        NoisyGrid grid = NoisyGrid.fitting(bits, whole.clip(), noise, whole.shares(), parameters, 1, false);
        grid.objection().ifPresent(reason -> {
            throw new IllegalArgumentException("--epsilon needs noise " + noise + ": " + reason);
        });
        return grid;
    }

    private List<Dataset> parts(Optional<Dataset> file, long seed) {
        boolean scaled = options.statistics() == StatisticsSource.SCHEMA;
        return file.map(rows -> scaled ? PublicSample.setAside(rows, seed).banks() : rows)
                .map(rows -> Splits.iid(rows, options.banks(), seed))
                .orElseGet(() ->
                        TransactionFeatures.perBank(
                                        TransactionGenerator.generate(TransactionWorld.DEMO, seed), options.banks())
                                .stream()
                                .map(bank -> scaled ? bank.withScales(TransactionFeatures.SCALED_SCHEMA) : bank)
                                .toList());
    }

    /** Training without privacy has its own defaults, so that the comparison is with the best of both. */
    private Map<String, String> settings(double epsilon) {
        if (Double.isInfinite(epsilon)) {
            return complete(Map.of());
        }
        if (options.whole().isPresent()) {
            return complete(options.training());
        }
        Map<String, String> asked = new HashMap<>(options.training());
        asked.put(PrivacySettings.EPSILON, String.valueOf(epsilon));
        asked.put(PrivacySettings.DELTA, String.valueOf(options.delta()));
        return complete(asked);
    }

    private Map<String, String> complete(Map<String, String> asked) {
        return options.statistics() == StatisticsSource.SCHEMA
                ? TrainingSettings.completeWithoutCounts(options.model(), asked, options.rounds())
                : TrainingSettings.complete(options.model(), asked, options.rounds());
    }

    /** Of the bank with the fewest rows, which needs the most noise. */
    private double multiplier(Map<String, String> settings, List<Integer> rows) {
        int fewest = rows.stream().mapToInt(Integer::intValue).min().orElseThrow();
        return PrivacySettings.parse(settings)
                .map(privacy -> privacy.plan(fewest, TrainingSettings.parse(options.model(), settings))
                        .noiseMultiplier())
                .orElse(0.0);
    }
}
