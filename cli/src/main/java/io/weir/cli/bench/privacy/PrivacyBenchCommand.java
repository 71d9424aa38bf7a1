package io.weir.cli.bench.privacy;

import io.weir.cli.LabelledCsvOptions;
import io.weir.cli.SharedNoiseOptions;
import io.weir.cli.StatisticsOption;
import io.weir.cli.federation.StatisticsSource;
import io.weir.client.TrainingException;
import io.weir.trainers.ModelSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir bench privacy}. */
@Command(
        name = "privacy",
        mixinStandardHelpOptions = true,
        description = {
            "What differential privacy costs: one federation in memory for each budget, trained as banks train, from no"
                    + " privacy to little. Here, and only here, noise comes from the seed too, so a run can be repeated."
        },
        footer = {
            "",
            "Examples:",
            "  weir bench privacy --data cards.csv --label fraud --epsilon 1,2,4,8,inf",
            "  weir bench privacy --data cards.csv --label fraud --banks 20 --level participant --epsilon 4,16,64,inf"
        })
public final class PrivacyBenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LabelledCsvOptions csv;

    @Option(names = "--model", defaultValue = "mlp", description = "logreg, mlp, or mlp:64,32 (${DEFAULT-VALUE}).")
    private String model;

    @Option(names = "--banks", defaultValue = "5", description = "Number of banks (${DEFAULT-VALUE}).")
    private int banks;

    @Option(names = "--rounds", defaultValue = "10", description = "Training rounds (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--epsilon",
            paramLabel = "E",
            split = ",",
            defaultValue = "1,2,4,8,inf",
            description = "Budgets; inf is training without differential privacy (${DEFAULT-VALUE}).")
    private List<String> epsilons;

    @Option(names = "--delta", paramLabel = "D", defaultValue = "1e-5", description = "Delta (${DEFAULT-VALUE}).")
    private double delta;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            defaultValue = "records",
            description = "Whose privacy: records, each row of a bank, or participant, a bank as a whole"
                    + " (${DEFAULT-VALUE}).")
    private String level;

    @Mixin
    private SharedNoiseOptions shared;

    @Mixin
    private StatisticsOption statistics;

    @Option(names = "--training", paramLabel = "K=V", description = "A training setting of the private runs.")
    private Map<String, String> training = new LinkedHashMap<>();

    @Option(names = "--seed", defaultValue = "42", description = "First seed (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--seeds", defaultValue = "3", description = "How many seeds (${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws TrainingException {
        Optional<PrivacyOptions.Whole> whole = whole();
        PrivacyOptions options = new PrivacyOptions(
                csv.file(),
                ModelSpec.parse(model),
                banks,
                rounds,
                epsilons.stream().map(PrivacyBenchCommand::epsilon).toList(),
                delta,
                training,
                seed,
                seeds,
                statistics.source().orElse(whole.isPresent() ? StatisticsSource.SCHEMA : StatisticsSource.ROUND),
                whole);
        PrivacyResult result = new PrivacyBench(options, this::progress).run();
        spec.commandLine().getOut().print(json ? result.toJson() + System.lineSeparator() : result.toText());
        spec.commandLine().getOut().flush();
        return 0;
    }

    private Optional<PrivacyOptions.Whole> whole() {
        if (level.equals("participant")) {
            return Optional.of(new PrivacyOptions.Whole(shared.shares().orElse(banks), shared.clip()));
        }
        if (!level.equals("records") || shared.isGiven()) {
            throw new IllegalArgumentException("--level is '" + level
                    + "': use records or participant; --participant-dp-* need --level participant");
        }
        return Optional.empty();
    }

    private static double epsilon(String text) {
        try {
            return text.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--epsilon is '" + text + "': allowed are numbers above 0 and inf", e);
        }
    }

    private void progress(String text) {
        spec.commandLine().getErr().println(text);
        spec.commandLine().getErr().flush();
    }
}
