package io.weir.cli.cluster;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A broker and a schema registry, started side by side. Both serve when {@link #start} returns. */
public final class EmbeddedCluster implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedCluster.class);

    private final DataDirectory data;
    private final EmbeddedBroker broker;
    private final EmbeddedRegistry registry;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedCluster(DataDirectory data, EmbeddedBroker broker, EmbeddedRegistry registry) {
        this.data = data;
        this.broker = broker;
        this.registry = registry;
    }

    /**
     * Starts both parts and waits until both serve.
     *
     * @throws ClusterException if one does not start; the other is closed then
     */
    public static EmbeddedCluster start(ClusterConfig config) {
        long startNs = System.nanoTime();
        // What one part would refuse at once is found before the other part starts in vain.
        RegistryDistribution.runnerJar(Optional.empty());
        Loopback.claim("broker", "--port", config.brokerPort());
        Loopback.claim("schema registry", "--registry-port", config.registryPort());
        DataDirectory data = DataDirectory.open(config.dataDir(), "weir-cluster-");
        EmbeddedCluster cluster;
        try {
            cluster = startIn(data, config);
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
        log.atInfo()
                .addKeyValue("bootstrapServers", cluster.bootstrapServers())
                .addKeyValue("registryUrl", cluster.registryUrl())
                .addKeyValue("dataDir", data.path())
                .addKeyValue("startMs", (System.nanoTime() - startNs) / 1_000_000)
                .log("cluster serves");
        return cluster;
    }

    private static EmbeddedCluster startIn(DataDirectory data, ClusterConfig config) {
        BrokerConfig brokerConfig = new BrokerConfig(
                Optional.of(data.path().resolve("broker")),
                config.brokerPort(),
                config.deadlineMs(),
                config.brokerProperties());
        RegistryConfig registryConfig = new RegistryConfig(
                Optional.of(data.path().resolve("registry")),
                config.registryPort(),
                config.deadlineMs(),
                Optional.empty());
        CompletableFuture<EmbeddedRegistry> registry =
                inThread("weir-registry-start", () -> EmbeddedRegistry.start(registryConfig));
        EmbeddedBroker broker;
        try {
            broker = EmbeddedBroker.start(brokerConfig);
        } catch (RuntimeException e) {
            closeQuietly(registry, e);
            throw e;
        }
        try {
            return new EmbeddedCluster(data, broker, registry.join());
        } catch (CompletionException e) {
            broker.close();
            throw e.getCause() instanceof ClusterException failed ? failed : e;
        }
    }

    private static <T> CompletableFuture<T> inThread(String name, Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, runnable -> {
            Thread thread = new Thread(runnable, name);
            thread.setDaemon(true);
            thread.start();
        });
    }

    private static void closeQuietly(CompletableFuture<? extends AutoCloseable> starting, RuntimeException cause) {
        try {
            starting.join().close();
        } catch (Exception e) { // AutoCloseable.close declares no narrower type.
            cause.addSuppressed(e);
        }
    }

    /** {@code 127.0.0.1:PORT}. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** {@code http://127.0.0.1:PORT/apis/ccompat/v7}. */
    public String registryUrl() {
        return registry.url();
    }

    public EmbeddedBroker broker() {
        return broker;
    }

    public EmbeddedRegistry registry() {
        return registry;
    }

    public Path dataDir() {
        return data.path();
    }

    /** Completes with the reason when a part fails by itself; never when this is closed. */
    public CompletionStage<String> failure() {
        return broker.failure().applyToEither(registry.failure(), reason -> reason);
    }

    /** Stops both, the registry even if the broker does not stop well; further calls do nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try (data;
                registry;
                broker) {
            log.atInfo().addKeyValue("dataDir", data.path()).log("cluster stops");
        }
    }
}
