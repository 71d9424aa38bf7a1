package io.weir.it;

import io.weir.cli.cluster.BrokerFiles;
import io.weir.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/**
 * Kafka's own broker in a process of its own, which can be killed and started again with the same port and data. Who
 * connects to {@link #proxiedServers} speaks to it through a {@link TcpProxy} and through nothing else.
 */
final class BrokerProcess implements AutoCloseable {
    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("group.min.session.timeout.ms", "1000"),
            // What a killed instance had under way is given up soon, not after Kafka's ten seconds.
            Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"),
            Map.entry("log.segment.delete.delay.ms", "1000"));

    private final Path directory;
    private final int port = BrokerFiles.freePort();
    private final int innerPort = BrokerFiles.freePort();
    private final TcpProxy proxy = new TcpProxy(innerPort);
    private WeirProcess process;
    private int starts;

    /** Starts it in the directory. */
    BrokerProcess(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** Starts it, or starts it again after {@link #kill}; returns when it serves. */
    void start() {
        Path settings = BrokerFiles.write(directory, port, innerPort, proxy.port(), PROPERTIES);
        starts++;
        process = WeirProcess.start(
                directory, "broker-" + starts, List.of(), "kafka.Kafka", List.of(settings.toString()));
        BrokerFiles.awaitServing(servers(), Eventually.LIMIT.toMillis());
    }

    /** SIGKILL. */
    void kill() {
        process.kill();
    }

    TcpProxy proxy() {
        return proxy;
    }

    String servers() {
        return "127.0.0.1:" + port;
    }

    String proxiedServers() {
        return "127.0.0.1:" + proxy.port();
    }

    /** Deletes a finished federation's topics, so that a broker that is started again has few logs to recover. */
    void forget(Topics topics) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
            List<String> theirs = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith("weir." + topics.federation() + ".")
                            || name.startsWith("weir-" + topics.federation() + "-"))
                    .toList();
            admin.deleteTopics(theirs).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        proxy.close();
        process.close();
    }
}
