package io.weir.cli.command;

import io.weir.cli.CommandException;
import io.weir.cli.federation.Connection;
import io.weir.schemas.Topics;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Where Kafka and the registry are, as in Kafka's own tools. Options win over properties, properties over the file. */
final class ConnectionOptions {
    static final String DEFAULT_BOOTSTRAP_SERVER = "localhost:9092";
    static final String DEFAULT_SCHEMA_REGISTRY = "http://localhost:8081/apis/ccompat/v7";

    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    private static final String SCHEMA_REGISTRY_URL = "schema.registry.url";

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "Brokers to connect to, separated by commas. Default: " + DEFAULT_BOOTSTRAP_SERVER)
    private String bootstrapServer;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Properties for Kafka's clients and the registry's, such as TLS and SASL settings.")
    private Path commandConfig;

    @Option(
            names = "--command-property",
            paramLabel = "K=V",
            description = "One such property; wins over the file. May be repeated.")
    private Map<String, String> commandProperties = new HashMap<>();

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            description = "Confluent-compatible registry. Default: " + DEFAULT_SCHEMA_REGISTRY)
    private String schemaRegistry;

    @Option(
            names = "--federation",
            paramLabel = "NAME",
            defaultValue = "weir",
            description = "The federation. Default: ${DEFAULT-VALUE}")
    private String federation;

    /** Connects to nothing yet. */
    Connection connection() {
        Map<String, String> properties = properties();
        properties.keySet().removeIf(key -> key.startsWith(GuardProperties.PREFIX));
        String servers = chosen(bootstrapServer, properties.remove(BOOTSTRAP_SERVERS), DEFAULT_BOOTSTRAP_SERVER);
        String registry = chosen(schemaRegistry, properties.remove(SCHEMA_REGISTRY_URL), DEFAULT_SCHEMA_REGISTRY);
        return new Connection(servers, registry, properties);
    }

    /** What the file and the options say. */
    Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(file());
        properties.putAll(commandProperties);
        return properties;
    }

    /** A connection whose broker and registry have answered just now; the federation's name is valid. */
    Connection checked() {
        Topics.validateFederation(federation);
        Connection connection = connection();
        Reachability.requireBroker(connection);
        Reachability.requireRegistry(connection);
        return connection;
    }

    /** The federation's name, which is valid. */
    String federation() {
        Topics.validateFederation(federation);
        return federation;
    }

    Topics topics() {
        return new Topics(federation);
    }

    /** Whether the user named a broker, or the default is meant. */
    boolean namesBroker() {
        return bootstrapServer != null
                || file().containsKey(BOOTSTRAP_SERVERS)
                || commandProperties.containsKey(BOOTSTRAP_SERVERS);
    }

    /** Whether the user named a registry, or the default is meant. */
    boolean namesRegistry() {
        return schemaRegistry != null
                || file().containsKey(SCHEMA_REGISTRY_URL)
                || commandProperties.containsKey(SCHEMA_REGISTRY_URL);
    }

    private static String chosen(String option, String property, String otherwise) {
        return Optional.ofNullable(option)
                .or(() -> Optional.ofNullable(property))
                .orElse(otherwise)
                .strip();
    }

    private Map<String, String> file() {
        if (commandConfig == null) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(commandConfig, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw CommandException.usage("--command-config " + commandConfig + ": there is no such file", e);
        } catch (IOException | IllegalArgumentException e) {
            throw CommandException.usage(
                    "--command-config " + commandConfig + " cannot be read as a properties file: " + e, e);
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return settings;
    }
}
