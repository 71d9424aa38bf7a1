package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.weir.cli.CommandException;
import io.weir.cli.cluster.ClusterConfig;
import io.weir.cli.cluster.EmbeddedCluster;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir cluster}. */
@Command(
        name = "cluster",
        description =
                "Runs a broker and a schema registry on this machine, in the foreground, for trying things out: one"
                        + " node, 127.0.0.1 only, no authentication.",
        footer = {
            "",
            "Examples:",
            "  weir cluster",
            "  weir cluster --data ~/weir-data      keeps topics and schemas for the next start",
            "  weir cluster --port 0 --registry-port 0 --json"
        })
final class ClusterCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "The broker's port; 0 picks a free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "The registry's port; 0 picks a free one. Default: ${DEFAULT-VALUE}")
    private int registryPort;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where topics and schemas are kept. Without it they are in a temporary directory and deleted at"
                            + " the end.")
    private Path data;

    @Option(
            names = "--broker-property",
            paramLabel = "K=V",
            description = "A broker setting over the defaults. May be repeated.")
    private Map<String, String> brokerProperties = new LinkedHashMap<>();

    @Override
    public Integer call() throws InterruptedException {
        ClusterConfig config = new ClusterConfig(
                Optional.ofNullable(data), port, registryPort, ClusterConfig.DEFAULT_DEADLINE_MS, brokerProperties);
        output.progress("starting broker and registry ...");
        EmbeddedCluster cluster = EmbeddedCluster.start(config);
        try (Foreground running = new Foreground("the cluster", cluster::close)) {
            announce(cluster, running.endsWith());
            String reason = cluster.failure().toCompletableFuture().get();
            throw CommandException.failed(reason);
        } catch (ExecutionException e) {
            throw CommandException.failed("the cluster failed: " + e.getCause(), e);
        }
    }

    private void announce(EmbeddedCluster cluster, String ending) {
        String options =
                "--bootstrap-server " + cluster.bootstrapServers() + " --schema-registry " + cluster.registryUrl();
        output.print(
                () -> JsonNodeFactory.instance
                        .objectNode()
                        .put("bootstrapServers", cluster.bootstrapServers())
                        .put("schemaRegistry", cluster.registryUrl())
                        .put("dataDir", cluster.dataDir().toString())
                        .put("kept", data != null),
                () -> Output.facts(List.of(
                                Output.fact("Broker", cluster.bootstrapServers()),
                                Output.fact("Schema registry", cluster.registryUrl()),
                                Output.fact(
                                        "Data",
                                        cluster.dataDir() + (data == null ? " (deleted at the end)" : " (kept)"))))
                        + "\nOther commands find it with\n  " + options + "\n\n" + ending + "\n");
    }
}
