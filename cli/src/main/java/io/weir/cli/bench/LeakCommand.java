package io.weir.cli.bench;

import io.weir.cli.LabelledCsvOptions;
import io.weir.cli.bench.leak.LeakBench;
import io.weir.cli.bench.leak.LeakOptions;
import io.weir.cli.bench.leak.LeakResult;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir bench leak}. */
@Command(
        name = "leak",
        mixinStandardHelpOptions = true,
        description = {
            "Gradient inversion: how many of its rows a participant's update gives away, by what is done to it, beside"
                    + " what the same attacks find in noise."
        },
        footer = {"", "Example:", "  weir bench leak --data credit.csv --label default --drop ID --json"})
final class LeakCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LabelledCsvOptions csv;

    @Option(
            names = "--batch",
            split = ",",
            paramLabel = "ROWS",
            defaultValue = "1,4,8,32",
            description = "Rows of a participant (${DEFAULT-VALUE}).")
    private List<Integer> batches;

    @Option(names = "--trials", defaultValue = "50", description = "Trials of the analytic attack (${DEFAULT-VALUE}).")
    private int trials;

    @Option(
            names = "--matchings",
            defaultValue = "5",
            description = "Trials of the attack by optimisation, 0 for none (${DEFAULT-VALUE}).")
    private int matchings;

    @Option(names = "--steps", defaultValue = "600", description = "Steps of an optimisation (${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--seed", defaultValue = "1", description = "Seed (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public Integer call() {
        LeakOptions options = new LeakOptions(csv.file(), batches, trials, matchings, steps, seed);
        PrintWriter err = spec.commandLine().getErr();
        LeakResult result = new LeakBench(options, text -> {
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
