package io.weir.cli.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apicurio's schema registry, spoken to over Confluent's REST API, as a child process that ends with this one. It
 * serves when {@link #start} returns.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedRegistry.class);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
    private static final long PAUSE_MS = 20;

    private final DataDirectory data;
    private final int port;
    private final RegistryProcess child;
    private final CompletableFuture<String> failure;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedRegistry(DataDirectory data, int port, RegistryProcess child) {
        this.data = data;
        this.port = port;
        this.child = child;
        this.failure = child.process().onExit().thenCompose(this::reasonUnlessClosed);
    }

    /**
     * Starts a registry and waits until it serves.
     *
     * @throws ClusterException if the distribution is missing, the port is in use, or the registry ends or does not
     *     serve before the deadline, with the end of its log; nothing is left running
     */
    public static EmbeddedRegistry start(RegistryConfig config) {
        long startNs = System.nanoTime();
        Path runnerJar = RegistryDistribution.runnerJar(config.distribution());
        int port = Loopback.claim("schema registry", "--registry-port", config.port());
        DataDirectory data = DataDirectory.open(config.dataDir(), "weir-registry-");
        EmbeddedRegistry registry;
        try {
            registry = new EmbeddedRegistry(data, port, RegistryProcess.launch(runnerJar, data.path(), port));
        } catch (ClusterException e) {
            data.close();
            throw e;
        }
        try {
            registry.awaitServing(config.deadlineMs());
        } catch (ClusterException e) {
            registry.close();
            throw e;
        }
        log.atInfo()
                .addKeyValue("url", registry.url())
                .addKeyValue("startMs", (System.nanoTime() - startNs) / 1_000_000)
                .log("registry serves");
        return registry;
    }

    /** {@code http://127.0.0.1:PORT/apis/ccompat/v7}: the base of Confluent's REST API, without a slash at the end. */
    public String url() {
        return "http://" + Loopback.HOST + ":" + port + "/apis/ccompat/v7";
    }

    public int port() {
        return port;
    }

    /** Process id of the child. */
    public long pid() {
        return child.process().pid();
    }

    /** The child's output; {@code registry.log.1} beside it is that of the start before. */
    public Path logFile() {
        return child.logFile();
    }

    public Path dataDir() {
        return data.path();
    }

    /** Completes with the reason when the child ends by itself; never when this is closed. */
    public CompletionStage<String> failure() {
        return failure.minimalCompletionStage();
    }

    /** Stops the child and deletes a temporary directory; further calls do nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try (data) {
                child.stop();
            }
        }
    }

    private void awaitServing(long deadlineMs) {
        long startNs = System.nanoTime();
        HttpClient http = HttpClient.newBuilder().connectTimeout(CALL_TIMEOUT).build();
        HttpRequest subjects = HttpRequest.newBuilder(URI.create(url() + "/subjects"))
                .timeout(CALL_TIMEOUT)
                .build();
        try {
            while (System.nanoTime() - startNs < TimeUnit.MILLISECONDS.toNanos(deadlineMs)) {
                if (!child.isAlive()) {
                    throw failed(
                            ClusterException.Category.START_FAILED,
                            "ended with status " + child.process().exitValue() + " while starting");
                }
                if (answers(http, subjects)) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            throw ClusterException.interrupted("waiting for the registry", e);
        }
        throw failed(
                ClusterException.Category.DEADLINE_PASSED,
                "did not answer " + subjects.uri() + " within " + deadlineMs + " ms");
    }

    private static boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            log.atTrace().setCause(e).log("registry does not answer yet");
            return false;
        }
    }

    private ClusterException failed(ClusterException.Category category, String what) {
        return new ClusterException(
                category,
                "the schema registry " + what + "; is another one using " + data.path() + "? The end of its log "
                        + child.logFile() + ":" + System.lineSeparator() + child.tail());
    }

    private CompletableFuture<String> reasonUnlessClosed(Process ended) {
        return closed.get()
                ? new CompletableFuture<>()
                : CompletableFuture.completedFuture("the schema registry ended with status " + ended.exitValue()
                        + "; its log is " + child.logFile());
    }
}
