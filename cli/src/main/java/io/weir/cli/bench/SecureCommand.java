package io.weir.cli.bench;

import io.weir.cli.SecureAggregationOptions;
import io.weir.wire.SecureBackend;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir bench secure}. */
@Command(
        name = "secure",
        mixinStandardHelpOptions = true,
        description = {
            "What secure aggregation costs beside the plain path: a participant's encoding, the bytes it sends, a round"
                    + " from its last commit to its version, and the aggregator's own work. Brings its own cluster."
        },
        footer = {"", "Example:", "  weir bench secure --parameters 100000 --backend mask --json"})
final class SecureCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--participants",
            defaultValue = "10",
            description = "Participants, all of one group (${DEFAULT-VALUE}).")
    private int participants;

    @Option(names = "--parameters", defaultValue = "1000000", description = "Length of an update (${DEFAULT-VALUE}).")
    private int parameters;

    @Option(names = "--committee", defaultValue = "7", description = "Members of the committee (${DEFAULT-VALUE}).")
    private int committee;

    @Option(
            names = "--backend",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "mask,rlwe",
            converter = SecureAggregationOptions.Name.class,
            description = "mask, rlwe or both (${DEFAULT-VALUE}).")
    private List<SecureBackend> backends;

    @Option(names = "--repeat", defaultValue = "3", description = "Measured rounds of each path (${DEFAULT-VALUE}).")
    private int repeat;

    @Option(names = "--seed", defaultValue = "42", description = "Seed of the made-up updates (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        SecureOptions options = new SecureOptions(participants, parameters, committee, backends, repeat, seed);
        PrintWriter err = spec.commandLine().getErr();
        SecureResult result = new SecureBench(options, text -> {
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
