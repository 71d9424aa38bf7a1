package io.weir.cli.command;

import io.weir.cli.ExitStatus;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.LedgerIdentity;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.publisher.ModelPublisher;
import io.weir.publisher.PublisherConfig;
import io.weir.publisher.PublisherListener;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir publisher}. */
@Command(
        name = "publisher",
        description = "Runs a model publisher in the foreground: turns each round's sum into a version of the model. Of"
                + " several instances one publishes, and another takes over when it ends.",
        footer = {
            "",
            "Examples:",
            "  weir publisher --federation cards",
            "  weir publisher --federation cards --retain-versions 50 --command-config client.properties"
        })
final class PublisherCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connections;

    @Option(
            names = "--retain-versions",
            paramLabel = "N",
            description =
                    "Versions whose parameters stay readable. Default: " + PublisherConfig.DEFAULT_RETAIN_VERSIONS)
    private Integer retainVersions;

    @Option(
            names = "--identity",
            paramLabel = "DIR",
            description = "Signs the ledger with the key in this directory, as `weir keys generate` writes it; for"
                    + " federations created with --publisher-certificate.")
    private Path identity;

    @Override
    public Integer call() {
        String federation = connections.federation();
        Connection connection = connections.checked();
        Map<String, Object> settings = connection.clientProperties();
        settings.put(PublisherConfig.FEDERATION, federation);
        if (retainVersions != null) {
            settings.put(PublisherConfig.RETAIN_VERSIONS, retainVersions);
        }
        ModelPublisher publisher = new ModelPublisher(
                PublisherConfig.from(settings),
                new PublisherListener() {},
                Optional.ofNullable(identity).map(ParticipantIdentity::load).map(LedgerIdentity::new));
        try (Foreground running = new Foreground("publisher", publisher::close)) {
            running.starts(federation, connection.bootstrapServers());
            publisher.run();
        }
        return ExitStatus.DONE;
    }
}
