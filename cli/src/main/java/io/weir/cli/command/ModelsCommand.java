package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.CommandException;
import io.weir.cli.ExitStatus;
import io.weir.cli.command.export.ExportFormat;
import io.weir.cli.command.export.NamedTensors;
import io.weir.cli.federation.Connection;
import io.weir.publisher.LedgerReader;
import io.weir.publisher.ModelReader;
import io.weir.publisher.PublishedModel;
import io.weir.publisher.PublisherConfig;
import io.weir.wire.LedgerRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir models}. */
@Command(
        name = "models",
        description = "Published versions of the model and their lineage.",
        subcommands = {ModelsCommand.ListAll.class, ModelsCommand.Describe.class, ModelsCommand.Export.class})
final class ModelsCommand extends GroupCommand {
    private static final String HEAD = "head";

    private static PublisherConfig config(ConnectionOptions connections, Connection connection) {
        Map<String, Object> settings = connection.clientProperties();
        settings.put(PublisherConfig.FEDERATION, connections.federation());
        return PublisherConfig.from(settings);
    }

    private static PublishedModel model(PublisherConfig config, String version) {
        try (ModelReader reader = new ModelReader(config)) {
            return version.equals(HEAD)
                    ? reader.head()
                            .orElseThrow(() -> CommandException.failed("federation '" + config.federation()
                                    + "' has no version yet: `weir rounds list` shows how far it is"))
                    : reader.version(number(version));
        }
    }

    private static long number(String version) {
        try {
            return Long.parseLong(version);
        } catch (NumberFormatException e) {
            throw CommandException.usage("version '" + version + "' is neither a number nor '" + HEAD + "'", e);
        }
    }

    /** {@code weir models list}. */
    @Command(
            name = "list",
            description = "Lists every version that was published.",
            footer = {"", "Example:", "  weir models list --federation cards"})
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connections;

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            PublisherConfig config = config(connections, connections.checked());
            List<LedgerRecord> ledger = new LedgerReader(config).records();
            Set<Long> retained;
            try (ModelReader reader = new ModelReader(config)) {
                retained = reader.retainedVersions();
            }
            output.print(
                    () -> ModelView.listJson(config.federation(), ledger, retained),
                    () -> ModelView.listText(ledger, retained));
            return ExitStatus.DONE;
        }
    }

    /** {@code weir models describe}. */
    @Command(
            name = "describe",
            description = "Shows a version: its tensors, what it was made from, and the versions before it.",
            footer = {"", "Examples:", "  weir models describe 10 --federation cards", "  weir models describe head"})
    static final class Describe implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connections;

        @Mixin
        private Output output;

        @Parameters(paramLabel = "VERSION", description = "A version's number, or head for the newest.")
        private String version;

        @Override
        public Integer call() {
            PublisherConfig config = config(connections, connections.checked());
            PublishedModel model = model(config, version);
            List<LedgerRecord> ledger = new LedgerReader(config).records();
            output.print(() -> ModelView.json(model, ledger), () -> ModelView.text(model, ledger));
            return ExitStatus.DONE;
        }
    }

    /** {@code weir models export}. */
    @Command(
            name = "export",
            description =
                    "Writes a version's tensors to a file: arrow (an Arrow IPC file, one row a tensor), npz (NumPy,"
                            + " one array a tensor) or csv (one line a parameter). The version is verified before.",
            footer = {
                "",
                "Examples:",
                "  weir models export head --format npz --out model.npz",
                "  weir models export 10 --format arrow --out model.arrow --federation cards"
            })
    static final class Export implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connections;

        @Mixin
        private Output output;

        @Parameters(paramLabel = "VERSION", description = "A version's number, or head for the newest.")
        private String version;

        @Option(names = "--format", required = true, description = "${COMPLETION-CANDIDATES}")
        private ExportFormat format;

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to write.")
        private Path out;

        @Option(names = "--force", description = "Replace a file that is there.")
        private boolean force;

        @Override
        public Integer call() throws IOException {
            if (Files.exists(out) && !force) {
                throw CommandException.usage(
                        "--out " + out + " is there already: choose another file, or give --force");
            }
            PublishedModel model = model(config(connections, connections.checked()), version);
            format.write(NamedTensors.of(model), out);
            long sizeBytes = Files.size(out);
            output.print(
                    () -> document(model, sizeBytes),
                    () -> "Version " + model.version() + " (" + model.head().getDigest() + ") written to " + out
                            + ".\n");
            return ExitStatus.DONE;
        }

        private ObjectNode document(PublishedModel model, long sizeBytes) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("federation", model.head().getFederation())
                    .put("version", model.version())
                    .put("digest", model.head().getDigest())
                    .put("format", format.toString())
                    .put("file", out.toString())
                    .put("sizeBytes", sizeBytes);
        }
    }
}
