package io.weir.cli.command;

import io.weir.aggregator.AggregatorApplication;
import io.weir.aggregator.AggregatorConfig;
import io.weir.aggregator.AttestationConfig;
import io.weir.cli.CommandException;
import io.weir.cli.ExitStatus;
import io.weir.cli.federation.Connection;
import io.weir.privacy.identity.ParticipantIdentity;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir aggregator}. */
@Command(
        name = "aggregator",
        description =
                "Runs an instance of the aggregator in the foreground: opens rounds, judges updates, sums them. Any"
                        + " number of instances share a federation's work; one that ends is replaced by the others.",
        footer = {
            "",
            "Examples:",
            "  weir aggregator --federation cards",
            "  weir aggregator --federation cards --identity aggregator/",
            "  weir aggregator --federation cards --threads 4 --command-config client.properties",
            "",
            "Every setting of Kafka Streams can be given with --command-property, for example",
            "  --command-property main.consumer.session.timeout.ms=10000"
        })
final class AggregatorCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connections;

    @Option(names = "--threads", paramLabel = "N", description = "Stream threads of this instance. Default: 2")
    private Integer threads;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Where Kafka Streams keeps its lock files. Default: one in the temporary directory")
    private Path stateDir;

    @Option(
            names = "--identity",
            paramLabel = "DIR",
            description = "Signs rounds and calls of committees with the key in this directory, as `weir keys generate`"
                    + " writes it; for federations created with --aggregator-certificate. Instances may share one.")
    private Path identity;

    @Option(
            names = "--attestation",
            paramLabel = "PROVIDER",
            description =
                    "Where evidence for attested rounds comes from: tsm (Linux, in a SEV-SNP or TDX guest), or simulator,"
                            + " which protects nothing; as a property weir.attestation.provider. Default: none")
    private String attestation;

    @Override
    public Integer call() throws InterruptedException {
        String federation = connections.federation();
        Connection connection = connections.checked();
        AggregatorConfig config = config(connection, federation);
        AggregatorApplication application =
                prepare(config, Optional.ofNullable(identity).map(ParticipantIdentity::load));
        try (Foreground running = new Foreground("aggregator", application::close)) {
            running.starts(federation, connection.bootstrapServers());
            application.start();
            Optional<Throwable> failure = application.await();
            if (failure.isPresent() || application.state() == KafkaStreams.State.ERROR) {
                throw CommandException.failed(
                        "the aggregator gave up: "
                                + failure.map(Throwable::toString).orElse("Kafka Streams ended in an error")
                                + "; the log lines above say what failed before",
                        failure.orElse(null));
            }
        }
        return ExitStatus.DONE;
    }

    private AggregatorConfig config(Connection connection, String federation) {
        Map<String, Object> settings = connection.clientProperties();
        settings.put(AggregatorConfig.FEDERATION, federation);
        if (threads != null) {
            settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        }
        if (stateDir != null) {
            settings.put(
                    StreamsConfig.STATE_DIR_CONFIG, stateDir.toAbsolutePath().toString());
        }
        if (attestation != null) {
            settings.put(AttestationConfig.PROVIDER, attestation);
        }
        return AggregatorConfig.from(settings);
    }

    private static AggregatorApplication prepare(AggregatorConfig config, Optional<ParticipantIdentity> identity) {
        try {
            return new AggregatorApplication(config, identity);
        } catch (IllegalStateException e) {
            throw CommandException.failed(e.getMessage(), e);
        }
    }
}
