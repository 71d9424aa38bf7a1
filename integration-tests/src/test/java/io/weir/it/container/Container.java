package io.weir.it.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/** A container on the tests' network whose JVM is small and whose log lies in {@code target/containers}. */
final class Container extends GenericContainer<Container> {
    private static final Path LOGS = Path.of("target", "containers");

    /**
     * A container that is not started yet; it counts as started when its process runs.
     *
     * @param name its name on the network and of its log
     * @param heapMb heap of its JVM, in MB
     */
    Container(String image, Network network, String name, int heapMb) {
        super(DockerImageName.parse(image));
        withNetwork(network);
        withNetworkAliases(name);
        withEnv("JAVA_TOOL_OPTIONS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx" + heapMb + "m");
        // Testcontainers' own strategies need a shell in the image; the tests wait for what they need.
        waitingFor(new AbstractWaitStrategy() {
            @Override
            protected void waitUntilReady() {}
        });
        withStartupTimeout(Duration.ofSeconds(60));
        Path log = newLog(name);
        withLogConsumer(frame -> append(log, frame));
    }

    private static Path newLog(String name) {
        try {
            Files.createDirectories(LOGS);
            Path log = LOGS.resolve(name + ".log");
            Files.deleteIfExists(log);
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void append(Path log, OutputFrame frame) {
        if (frame.getBytes() == null) {
            return; // The end of the output.
        }
        try {
            Files.write(log, frame.getBytes(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean hasEnded() {
        return !getCurrentContainerInfo().getState().getRunning();
    }

    long exitStatus() {
        return getCurrentContainerInfo().getState().getExitCodeLong();
    }

    /** What the image's own health check says. */
    String health() {
        return getCurrentContainerInfo().getState().getHealth().getStatus();
    }
}
