package io.weir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.federation.Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ConnectionOptionsTest {
    @TempDir
    Path directory;

    @Command
    private static final class Holder {}

    private static ConnectionOptions parse(String... args) {
        ConnectionOptions options = new ConnectionOptions();
        new CommandLine(new Holder()).addMixin("connection", options).parseArgs(args);
        return options;
    }

    private String file(String... lines) throws Exception {
        return Files.writeString(directory.resolve("client.properties"), String.join("\n", lines))
                .toString();
    }

    @Test
    void defaultsAreThoseOfTheEmbeddedCluster() {
        ConnectionOptions options = parse();

        Connection connection = options.connection();

        assertThat(connection.bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(connection.schemaRegistryUrl()).isEqualTo("http://localhost:8081/apis/ccompat/v7");
        assertThat(options.namesBroker()).isFalse();
        assertThat(options.namesRegistry()).isFalse();
    }

    @Test
    void securitySettingsOfTheFileReachTheClients() throws Exception {
        String config = file("security.protocol=SASL_SSL", "ssl.truststore.location=/t.p12", "weir.federation=other");

        Connection connection = parse("--command-config", config).connection();

        assertThat(connection.clientProperties())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("ssl.truststore.location", "/t.p12");
    }

    @Test
    void propertyWinsOverTheFileAndOptionOverBoth() throws Exception {
        String config = file("bootstrap.servers=file:1", "client.id=file", "schema.registry.url=http://file");

        Connection connection = parse(
                        "--command-config",
                        config,
                        "--command-property",
                        "client.id=property",
                        "--command-property",
                        "schema.registry.url=http://property",
                        "--bootstrap-server",
                        "option:1")
                .connection();

        assertThat(connection.bootstrapServers()).isEqualTo("option:1");
        assertThat(connection.schemaRegistryUrl()).isEqualTo("http://property");
        assertThat(connection.clientProperties()).containsEntry("client.id", "property");
    }

    @Test
    void brokerOfTheFileCountsAsNamed() throws Exception {
        ConnectionOptions options = parse("--command-config", file("bootstrap.servers=file:1"));

        assertThat(options.namesBroker()).isTrue();
        assertThat(options.connection().bootstrapServers()).isEqualTo("file:1");
    }
}
