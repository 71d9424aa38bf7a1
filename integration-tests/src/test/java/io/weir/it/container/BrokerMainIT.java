package io.weir.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.cluster.BrokerFiles;
import io.weir.cli.container.BrokerMain;
import io.weir.cli.container.HealthCheck;
import io.weir.cli.federation.Connection;
import io.weir.it.Eventually;
import io.weir.it.Repository;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker image's main class with exactly that image's jars, as a process: needs no container engine. */
@Timeout(120)
class BrokerMainIT {
    private static final Pattern JARS = Pattern.compile("lib/(\\S+\\.jar)");

    @TempDir
    private Path directory;

    private int port;
    private Process broker;

    @BeforeEach
    void makeDirectories() throws IOException {
        for (String name : List.of("default", "mounted", "final", "data")) {
            Files.createDirectory(directory.resolve(name));
        }
        port = BrokerFiles.freePort();
    }

    @AfterEach
    void end() throws InterruptedException {
        if (broker != null) {
            broker.destroy();
            if (!broker.waitFor(20, TimeUnit.SECONDS)) {
                broker.destroyForcibly().onExit().join();
            }
        }
    }

    /** The jars that the Dockerfile copies. */
    private static String classPath() throws IOException {
        String dockerfile = Files.readString(Repository.root().resolve("docker/broker/Dockerfile"));
        List<PathMatcher> copied = JARS.matcher(dockerfile)
                .results()
                .map(found -> FileSystems.getDefault().getPathMatcher("glob:" + found.group(1)))
                .toList();
        try (Stream<Path> jars = Files.list(Repository.distribution().resolve("lib"))) {
            return jars.filter(jar -> copied.stream().anyMatch(glob -> glob.matches(jar.getFileName())))
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private void start(Map<String, String> more) throws IOException {
        int controllerPort = BrokerFiles.freePort();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx300m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        BrokerMain.class.getName(),
                        directory.resolve("default").toString(),
                        directory.resolve("mounted").toString(),
                        directory.resolve("final").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        Map<String, String> environment = builder.environment();
        environment.put("CLUSTER_ID", "5L6g3nShT-eMCtK--X86sw");
        environment.put("KAFKA_NODE_ID", "1");
        environment.put("KAFKA_PROCESS_ROLES", "broker,controller");
        environment.put(
                "KAFKA_LISTENERS", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        environment.put("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@127.0.0.1:" + controllerPort);
        environment.put("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER");
        environment.put("KAFKA_LOG_DIRS", directory.resolve("data").toString());
        environment.putAll(more);
        broker = builder.start();
    }

    private Path log() {
        return directory.resolve("broker.log");
    }

    private void awaitServing() {
        Eventually.holds("the broker serves or ends", () -> !broker.isAlive() || serves());
        assertThat(broker.isAlive()).as(output()).isTrue();
    }

    private String output() {
        try {
            return Files.readString(log(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private boolean serves() {
        try {
            return HealthCheck.serves(URI.create("kafka://127.0.0.1:" + port));
        } catch (IOException notYet) {
            return false;
        }
    }

    @Test
    void aVariableOfTheOfficialImageIsABrokerSetting() throws IOException, ExecutionException, InterruptedException {
        start(Map.of("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1234"));

        awaitServing();

        Connection connection = Connection.of("127.0.0.1:" + port, "http://localhost:1");
        assertThat(BrokerSettings.of(connection, "group.min.session.timeout.ms"))
                .isEqualTo("1234");
    }

    @Test
    void aBrokerThatStartsAgainUsesWhatItFormattedBefore() throws IOException, InterruptedException {
        start(Map.of());
        awaitServing();
        String formatted = Files.readString(directory.resolve("data/meta.properties"));
        end();

        start(Map.of());
        awaitServing();

        assertThat(Files.readString(directory.resolve("data/meta.properties"))).isEqualTo(formatted);
    }

    @Test
    void aBrokerThatCannotBeSetUpSaysWhy() throws IOException {
        start(Map.of("KAFKA_NODE_ID", "-7"));

        assertThat(broker.onExit().join().exitValue()).isNotZero();
        assertThat(output()).contains("node.id");
    }
}
