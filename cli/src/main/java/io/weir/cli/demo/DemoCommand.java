package io.weir.cli.demo;

import io.weir.cli.CodecName;
import io.weir.cli.ParticipantPrivacyOptions;
import io.weir.cli.RuleOption;
import io.weir.cli.SecureAggregationOptions;
import io.weir.cli.StatisticsOption;
import io.weir.cli.attack.Attacks;
import io.weir.cli.bank.PrivacySettings;
import io.weir.cli.bank.TrainingSettings;
import io.weir.cli.demo.DemoOptions.Source;
import io.weir.cli.demo.DemoOptions.Split;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.StatisticsSource;
import io.weir.cli.report.DemoResult;
import io.weir.cli.report.HtmlReport;
import io.weir.cli.report.LiveProgress;
import io.weir.cli.report.ResultTable;
import io.weir.cli.report.Terminal;
import io.weir.guard.Rules;
import io.weir.guard.rule.NormMad;
import io.weir.trainers.ModelSpec;
import io.weir.wire.Codec;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a whole federation on this machine: a real broker and registry, banks that meet only on Kafka, the"
                    + " aggregator and the publisher. Ends with a table and an HTML report."
        },
        footer = {
            "",
            "Examples:",
            "  weir demo",
            "  weir demo --data cards.csv --label fraud --banks 5 --dirichlet 0.5 --model mlp",
            "  weir demo --dp-epsilon 4",
            "  weir demo --banks 10 --participant-dp-noise 1 --secure-aggregation mask",
            "  weir demo --attack scale --attackers 1",
            "  weir demo --attack alie --attackers 1 --rule norm-mad,arc,nnm,trimmed-mean",
            ""
        })
public final class DemoCommand implements Callable<Integer> {
    private CommandSpec spec;

    @Option(names = "--federation", defaultValue = "demo", description = "Name of the federation (${DEFAULT-VALUE}).")
    private String federation;

    @Option(names = "--banks", defaultValue = "5", description = "Number of banks (${DEFAULT-VALUE}).")
    private int banks;

    @Option(names = "--rounds", defaultValue = "10", description = "Training rounds (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--model",
            defaultValue = "mlp",
            description = "logreg, mlp, or mlp:64,32 with the widths of its hidden layers (${DEFAULT-VALUE}).")
    private String model;

    @Option(
            names = "--data",
            paramLabel = "FILE.csv",
            description = "A CSV file with a header. Without it, card transactions are generated.")
    private Path data;

    @Option(names = "--label", paramLabel = "COLUMN", description = "The column to predict; it has two values.")
    private String label;

    @Option(names = "--split-by", paramLabel = "COLUMN", description = "Each value of the column becomes a bank.")
    private String splitBy;

    @Option(
            names = "--dirichlet",
            paramLabel = "ALPHA",
            description = "Deal the rows of each label out in Dirichlet proportions: the smaller, the more skewed.")
    private Double dirichlet;

    @Option(names = "--iid", description = "Deal the rows out evenly; the default.")
    private boolean iid;

    @Option(names = "--drop", split = ",", paramLabel = "COLUMN", description = "Columns to leave out.")
    private List<String> drop = List.of();

    @Option(
            names = "--rule",
            defaultValue = NormMad.NAME,
            description = "How updates are judged (${DEFAULT-VALUE}).",
            completionCandidates = RuleNames.class)
    private String rule;

    @Option(names = "--rule-param", paramLabel = "K=V", description = "A parameter of the rule.")
    private Map<String, String> ruleParameters = new LinkedHashMap<>();

    @Option(names = "--training", paramLabel = "K=V", description = "A training setting: epochs, learning.rate, …")
    private Map<String, String> training = new LinkedHashMap<>();

    @Option(
            names = "--dp-epsilon",
            paramLabel = "E",
            description = "Banks train with differential privacy: each spends at most (E, D) in all rounds together.")
    private Double dpEpsilon;

    @Option(names = "--dp-delta", paramLabel = "D", description = "With --dp-epsilon. Default: 1e-5")
    private Double dpDelta;

    @Mixin
    private ParticipantPrivacyOptions participantPrivacy;

    @Mixin
    private StatisticsOption statistics;

    @Option(names = "--attack", paramLabel = "NAME", description = "What hostile banks do; the names are below.")
    private String attack;

    @Option(names = "--attackers", defaultValue = "0", description = "How many banks are hostile (${DEFAULT-VALUE}).")
    private int attackers;

    @Option(
            names = "--codec",
            defaultValue = "F32",
            converter = CodecName.class,
            description = "F32, BF16, F16 or INT8 (${DEFAULT-VALUE}).")
    private Codec codec;

    @Mixin
    private SecureAggregationOptions secureAggregation;

    @Option(
            names = "--secure-param",
            paramLabel = "K=V",
            description = "A parameter of secure aggregation: value.bits, committee.size, threshold, groups, …")
    private Map<String, String> secureParameters = new LinkedHashMap<>();

    @Option(
            names = "--vanishing",
            paramLabel = "N",
            defaultValue = "0",
            description = "With --secure-aggregation: banks that end right after their last commit.")
    private int vanishing;

    @Option(
            names = "--absent",
            paramLabel = "N",
            defaultValue = "0",
            description = "With --secure-aggregation: committee members that never answer.")
    private int absent;

    @Option(
            names = "--attested",
            description =
                    "Banks seal their updates for the aggregator, whose attestation is SIMULATED here: it shows the way"
                            + " and protects nothing.")
    private boolean attested;

    @Option(names = "--seed", defaultValue = "42", description = "Seed of all randomness (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "weir-report.html",
            description = "The HTML report.")
    private Path report;

    @Option(names = "--keep", description = "Keep the cluster running afterwards, until interrupted.")
    private boolean keep;

    @Option(names = "--json", description = "Print the result as one JSON document.")
    private boolean json;

    /** Names of the rules, for completion. */
    static final class RuleNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        RuleNames() {
            super(Rules.names());
        }
    }

    /** Picocli's; the help lists the attacks. */
    @Spec
    void setSpec(CommandSpec spec) {
        this.spec = spec;
        List<String> footer = new ArrayList<>(List.of(spec.usageMessage().footer()));
        footer.add("Attacks; those from gaussian on also with " + Attacks.JITTER + " behind:");
        DemoAttack.all().forEach((name, what) -> footer.add(String.format("  %-21s %s", name, what)));
        spec.usageMessage().footer(footer.toArray(String[]::new));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DemoOptions options = options();
        checkReport();
        PrintStream out = System.out;
        DemoResult result;
        PrintStream err = System.err;
        try (LiveProgress progress = new LiveProgress(err, Terminal.standardError())) {
            result = new DemoRun(options, command(), progress).run((done, connection) -> {
                print(done, out);
                if (keep) {
                    stay(connection);
                }
            });
        }
        return result.model().digest().isEmpty() ? 1 : 0;
    }

    private void print(DemoResult result, PrintStream out) {
        try {
            HtmlReport.write(result, report);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report to " + report, e);
        }
        if (json) {
            out.println(result.toJson());
        } else {
            out.print(ResultTable.render(result, Optional.of(report.toString()), Terminal.standardOutput()));
        }
        out.flush();
    }

    private static void stay(Connection connection) throws InterruptedException {
        System.err.println("The cluster stays up until you press Ctrl-C:");
        System.err.println("  --bootstrap-server " + connection.bootstrapServers());
        System.err.println("  --schema-registry " + connection.schemaRegistryUrl());
        new CountDownLatch(1).await();
    }

    private void checkReport() {
        Path directory = report.toAbsolutePath().getParent();
        if (Files.isDirectory(report) || (Files.exists(directory) && !Files.isWritable(directory))) {
            throw new IllegalArgumentException(
                    "--report " + report + " cannot be written: name a file in a directory" + " that you may write to");
        }
    }

    DemoOptions options() {
        ModelSpec modelSpec = ModelSpec.parse(model);
        StatisticsSource source = statistics
                .source()
                .orElse(participantPrivacy.isGiven() ? StatisticsSource.SCHEMA : StatisticsSource.ROUND);
        Map<String, String> settings = source == StatisticsSource.SCHEMA
                ? TrainingSettings.completeWithoutCounts(modelSpec, asked(), rounds)
                : TrainingSettings.complete(modelSpec, asked(), rounds);
        TrainingSettings.parse(modelSpec, settings);
        RuleOption.check(Rules.named(rule, ruleParameters), "--banks", banks);
        return new DemoOptions(
                federation,
                banks,
                rounds,
                modelSpec,
                source(),
                rule,
                ruleParameters,
                Optional.ofNullable(attack).map(DemoAttack::named),
                attackers,
                codec,
                security(),
                source,
                participantPrivacy.request(statistics.isPublicRound()),
                attested,
                settings,
                seed);
    }

    private Optional<DemoSecurity> security() {
        if (secureAggregation.backend().isEmpty() && (!secureParameters.isEmpty() || vanishing > 0 || absent > 0)) {
            throw new IllegalArgumentException(
                    "--secure-param, --vanishing and --absent need --secure-aggregation mask, rlwe or plain");
        }
        return secureAggregation
                .backend()
                .map(backend -> new DemoSecurity(backend, secureParameters, vanishing, absent));
    }

    private Map<String, String> asked() {
        if (dpDelta != null && dpEpsilon == null) {
            throw new IllegalArgumentException("--dp-delta needs --dp-epsilon E: the two say how much may be spent");
        }
        Map<String, String> asked = new LinkedHashMap<>();
        Optional.ofNullable(dpEpsilon).ifPresent(epsilon -> asked.put(PrivacySettings.EPSILON, epsilon.toString()));
        Optional.ofNullable(dpDelta).ifPresent(delta -> asked.put(PrivacySettings.DELTA, delta.toString()));
        asked.putAll(training);
        return asked;
    }

    private Source source() {
        int splits = (splitBy == null ? 0 : 1) + (dirichlet == null ? 0 : 1) + (iid ? 1 : 0);
        if (splits > 1) {
            throw new IllegalArgumentException("--split-by, --dirichlet and --iid exclude each other: choose one");
        }
        if (data == null) {
            if (label != null || splits > 0 || !drop.isEmpty()) {
                throw new IllegalArgumentException(
                        "--label, --drop, --split-by, --dirichlet and --iid need --data FILE.csv: generated"
                                + " transactions are split by map region");
            }
            return new Source.Generated();
        }
        if (label == null) {
            throw new IllegalArgumentException("--data needs --label COLUMN: the column to predict");
        }
        return new Source.Csv(data, label, new HashSet<>(drop), split());
    }

    private Split split() {
        if (splitBy != null) {
            return new Split.ByColumn(splitBy);
        }
        return dirichlet == null ? new Split.Iid() : new Split.Dirichlet(dirichlet);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of("./weir"));
        command.addAll(spec.root().commandLine().getParseResult().originalArgs());
        return command;
    }
}
