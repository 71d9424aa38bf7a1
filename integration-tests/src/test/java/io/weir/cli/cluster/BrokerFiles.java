package io.weir.cli.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;

/** Opens the embedded broker's settings to tests that run a broker in a process of its own. */
public final class BrokerFiles {
    private static final String LISTENERS = "listeners";
    private static final String ADVERTISED = "advertised.listeners";
    private static final String PROTOCOLS = "listener.security.protocol.map";

    private BrokerFiles() {}

    public static int freePort() {
        return Loopback.freePort();
    }

    /**
     * Prepares the data directory as the embedded broker does, and writes what {@code kafka.Kafka} is started with: the embedded
     * broker's settings and a second listener, on {@code innerPort}, that is advertised as {@code outerPort}.
     */
    public static Path write(
            Path directory, int port, int innerPort, int outerPort, Map<String, String> brokerProperties) {
        Path data = directory.resolve("data");
        BrokerStorage.format(data);
        BrokerConfig config = BrokerConfig.defaults().withPort(port).withProperties(brokerProperties);
        Map<String, String> all = new HashMap<>(BrokerProperties.of(config, data, port, Loopback.freePort()));
        if (DeadSession.isIn(data)) {
            DeadSession.end(all, data, BrokerConfig.defaults().deadlineMs());
        }
        all.merge(LISTENERS, "OUTER://" + Loopback.HOST + ":" + innerPort, BrokerFiles::append);
        all.merge(ADVERTISED, "OUTER://" + Loopback.HOST + ":" + outerPort, BrokerFiles::append);
        all.merge(PROTOCOLS, "OUTER:PLAINTEXT", BrokerFiles::append);
        Properties properties = new Properties();
        properties.putAll(all);
        Path file = directory.resolve("server.properties");
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static String append(String before, String more) {
        return before + "," + more;
    }

    /** Waits until a broker answers there. */
    public static void awaitServing(String bootstrapServers, long deadlineMs) {
        BrokerReadiness.await(bootstrapServers, deadlineMs, new CompletableFuture<>());
    }
}
