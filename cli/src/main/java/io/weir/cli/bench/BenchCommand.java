package io.weir.cli.bench;

import io.weir.guard.rule.NormMad;
import io.weir.wire.Codec;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir bench}. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measurements against a baseline.")
public final class BenchCommand {
    @Spec
    private CommandSpec spec;

    @Command(
            name = "aggregate",
            mixinStandardHelpOptions = true,
            description = {
                "Fills a round's topic on an embedded broker, then times in turn a bare consumer that reads it and the"
                        + " aggregator from running tasks to the visible version. The first round warms up."
            },
            footer = {"", "Example:", "  weir bench aggregate --participants 10 --parameters 100000 --json"})
    int aggregate(
            @Option(names = "--participants", defaultValue = "100", description = "Updates (${DEFAULT-VALUE}).")
                    int participants,
            @Option(names = "--parameters", defaultValue = "1000000", description = "Length (${DEFAULT-VALUE}).")
                    int parameters,
            @Option(names = "--rule", defaultValue = NormMad.NAME, description = "Rule (${DEFAULT-VALUE}).")
                    String rule,
            @Option(names = "--codec", defaultValue = "F32", description = "Codec (${DEFAULT-VALUE}).") Codec codec,
            @Option(names = "--partitions", defaultValue = "4", description = "Partitions (${DEFAULT-VALUE}).")
                    int partitions,
            @Option(names = "--repeat", defaultValue = "3", description = "Measured rounds (${DEFAULT-VALUE}).")
                    int repeat,
            @Option(names = "--seed", defaultValue = "42", description = "Seed (${DEFAULT-VALUE}).") long seed,
            @Option(names = "--json", description = "Print one JSON document.") boolean json)
            throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        BenchOptions options = new BenchOptions(participants, parameters, rule, codec, partitions, repeat, seed);
        BenchResult result = new AggregateBench(options, text -> {
                    err.println(text);
                    err.flush();
                })
                .run();
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? result.toJson() + System.lineSeparator() : result.toText());
        out.flush();
        return 0;
    }
}
