package io.weir.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRegistryIT {
    private static final String ONE_FIELD =
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}";
    private static final String OTHER_TYPE =
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"}]}";
    private static final String FIELD_WITHOUT_DEFAULT = "{\"type\":\"record\",\"name\":\"R\",\"fields\":["
            + "{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"int\"}]}";
    private static final String FIELD_WITH_DEFAULT = "{\"type\":\"record\",\"name\":\"R\",\"fields\":["
            + "{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"int\",\"default\":0}]}";

    @TempDir
    Path directory;

    @Test
    void restartOnTheSameDirectoryKeepsSchemaIdsAndCompatibility() throws Exception {
        RegistryConfig kept = RegistryConfig.defaults().withDataDir(directory.resolve("registry"));
        int id;
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(kept)) {
            RegistryProbe probe = new RegistryProbe(registry.url());
            probe.register("other.Subject", OTHER_TYPE.replace("\"R\"", "\"Other\""));
            id = RegistryProbe.idOf(probe.register("io.weir.R", ONE_FIELD));
            probe.setCompatibility("io.weir.R", "FULL_TRANSITIVE");
        }

        try (EmbeddedRegistry again = EmbeddedRegistry.start(kept)) {
            RegistryProbe probe = new RegistryProbe(again.url());
            assertThat(RegistryProbe.idOf(probe.register("io.weir.R", ONE_FIELD)))
                    .isEqualTo(id);
            assertThat(probe.schemaById(id).body()).contains("\\\"name\\\":\\\"a\\\"");
            assertThat(probe.compatibility("io.weir.R").body()).contains("FULL_TRANSITIVE");
        }
    }

    @Test
    void incompatibleSchemasAreRefusedUnderFullTransitive() throws Exception {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(RegistryConfig.defaults())) {
            RegistryProbe probe = new RegistryProbe(registry.url());
            probe.register("io.weir.R", ONE_FIELD);
            assertThat(probe.setCompatibility("io.weir.R", "FULL_TRANSITIVE").statusCode())
                    .isEqualTo(200);

            HttpResponse<String> otherType = probe.register("io.weir.R", OTHER_TYPE);
            HttpResponse<String> withoutDefault = probe.register("io.weir.R", FIELD_WITHOUT_DEFAULT);
            HttpResponse<String> withDefault = probe.register("io.weir.R", FIELD_WITH_DEFAULT);

            assertThat(otherType.statusCode()).isEqualTo(409);
            assertThat(withoutDefault.statusCode()).isEqualTo(409);
            assertThat(withDefault.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void missingDistributionIsAnErrorThatSaysHowToFetchIt() {
        RegistryConfig config = RegistryConfig.defaults().withDistribution(directory);

        assertThatThrownBy(() -> EmbeddedRegistry.start(config))
                .isInstanceOfSatisfying(ClusterException.class, e -> assertThat(e.category())
                        .isEqualTo(ClusterException.Category.REGISTRY_MISSING))
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("mvn -DskipTests -pl cli -am package");
    }

    @Test
    void portInUseIsRefused() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            RegistryConfig config = RegistryConfig.defaults().withPort(taken.getLocalPort());

            assertThatThrownBy(() -> EmbeddedRegistry.start(config))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("--registry-port 0");
        }
    }

    @Test
    void failureToStartShowsTheEndOfTheChildsLog() throws IOException {
        Path data = Files.createDirectories(directory.resolve("registry"));
        Files.writeString(data.resolve("registry.mv.db"), "no database");

        assertThatThrownBy(
                        () -> EmbeddedRegistry.start(RegistryConfig.defaults().withDataDir(data)))
                .isInstanceOfSatisfying(ClusterException.class, e -> assertThat(e.category())
                        .isEqualTo(ClusterException.Category.START_FAILED))
                .hasMessageContaining(data.resolve("registry.log").toString())
                .hasMessageContaining("JdbcSQL");
    }

    @Test
    void endOfTheChildIsReported() {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(RegistryConfig.defaults())) {

            ProcessHandle.of(registry.pid()).orElseThrow().destroyForcibly();

            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            registry.failure().toCompletableFuture())
                    .isCompletedWithValueMatching(reason -> reason.contains("registry.log")));
        }
    }

    @Test
    void childDiesWithAParentThatIsKilled() throws Exception {
        Process owner = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path")
                                + File.pathSeparator
                                + RegistryDistribution.codeSource(RegistryOwner.class),
                        RegistryOwner.class.getName(),
                        directory.resolve("registry").toString()))
                .redirectError(directory.resolve("owner.err").toFile())
                .start();
        try {
            ProcessHandle child = registryOf(owner);
            assertThat(child.isAlive()).isTrue();

            owner.destroyForcibly();

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !child.isAlive());
        } finally {
            owner.destroyForcibly();
        }
        assertThat(owner.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private ProcessHandle registryOf(Process owner) throws IOException {
        String marker = "registry pid ";
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8))) {
            Optional<String> line =
                    output.lines().filter(l -> l.startsWith(marker)).findFirst();
            assertThat(line)
                    .as(Files.readString(directory.resolve("owner.err")))
                    .isPresent();
            long pid = Long.parseLong(line.orElseThrow().substring(marker.length()));
            return ProcessHandle.of(pid).orElseThrow();
        }
    }
}
