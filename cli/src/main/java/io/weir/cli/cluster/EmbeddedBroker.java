package io.weir.cli.cluster;

import java.net.BindException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A real KRaft broker and controller, one node, in this process. It serves when {@link #start} returns. */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final int MAX_ATTEMPTS = 3;

    private final DataDirectory data;
    private final int port;
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final Consumer<String> faults = failure::complete;
    private final AtomicBoolean closed = new AtomicBoolean();
    private KafkaRaftServer server;
    private String clusterId = "";

    private EmbeddedBroker(DataDirectory data, int port) {
        this.data = data;
        this.port = port;
    }

    /**
     * Starts a broker and waits until it serves.
     *
     * @throws ClusterException if the port is in use, the directory is not usable, the broker refuses its settings or
     *     does not serve before the deadline; nothing is left running
     */
    public static EmbeddedBroker start(BrokerConfig config) {
        for (int attempt = 1; ; attempt++) {
            int port = Loopback.claim("broker", "--port", config.port());
            EmbeddedBroker broker = new EmbeddedBroker(DataDirectory.open(config.dataDir(), "weir-broker-"), port);
            try {
                broker.run(config);
                return broker;
            } catch (ClusterException e) {
                broker.closeAfter(e);
                // A picked port, the controller's always is one, may be taken before Kafka binds it.
                if (attempt == MAX_ATTEMPTS || !isBindFailure(e)) {
                    throw e;
                }
            }
        }
    }

    private void run(BrokerConfig config) {
        long startNs = System.nanoTime();
        ExitGuard.register(faults);
        try {
            BrokerStorage.format(data.path());
            Map<String, String> properties = BrokerProperties.of(config, data.path(), port, Loopback.freePort());
            if (DeadSession.isIn(data.path())) {
                DeadSession.end(properties, data.path(), config.deadlineMs());
            }
            server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
            server.startup();
        } catch (ClusterException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ClusterException(
                    ClusterException.Category.START_FAILED,
                    "the broker did not start in " + data.path() + ": " + rootMessage(e)
                            + "; is another broker using the directory? Choose another one with --data, or stop it",
                    e);
        }
        long elapsedMs = (System.nanoTime() - startNs) / 1_000_000;
        clusterId = BrokerReadiness.await(bootstrapServers(), Math.max(1, config.deadlineMs() - elapsedMs), failure);
        log.atInfo()
                .addKeyValue("bootstrapServers", bootstrapServers())
                .addKeyValue("startMs", (System.nanoTime() - startNs) / 1_000_000)
                .log("broker serves");
    }

    /** {@code 127.0.0.1:PORT}. */
    public String bootstrapServers() {
        return Loopback.HOST + ":" + port;
    }

    public int port() {
        return port;
    }

    public String clusterId() {
        return clusterId;
    }

    public Path dataDir() {
        return data.path();
    }

    /** Completes with the reason when the broker meets a fatal fault; never when it is closed. */
    public CompletionStage<String> failure() {
        return failure.minimalCompletionStage();
    }

    /** Stops the broker and deletes a temporary directory; further calls do nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try (data) {
            if (server != null) {
                server.shutdown();
                server.awaitShutdown();
            }
        } finally {
            ExitGuard.unregister(faults);
        }
    }

    private void closeAfter(ClusterException cause) {
        try {
            close();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private static boolean isBindFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
