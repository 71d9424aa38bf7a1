package io.weir.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedClusterIT {
    private static final String SCHEMA = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}";

    @TempDir
    Path directory;

    @Test
    void bothPartsServeAndKeepTheirContentOverARestart() throws Exception {
        ClusterConfig kept = ClusterConfig.defaults().withDataDir(directory.resolve("data"));
        int id;
        try (EmbeddedCluster cluster = EmbeddedCluster.start(kept)) {
            new BrokerProbe(cluster.bootstrapServers()).createTopic("kept");
            id = RegistryProbe.idOf(new RegistryProbe(cluster.registryUrl()).register("io.weir.R", SCHEMA));
        }

        try (EmbeddedCluster again = EmbeddedCluster.start(kept)) {
            assertThat(new BrokerProbe(again.bootstrapServers()).topics()).contains("kept");
            assertThat(new RegistryProbe(again.registryUrl()).schemaById(id).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void closingEndsBothPartsAndDeletesATemporaryDirectory() {
        EmbeddedCluster cluster = EmbeddedCluster.start(ClusterConfig.defaults());
        Path temporary = cluster.dataDir();
        ProcessHandle child = ProcessHandle.of(cluster.registry().pid()).orElseThrow();

        cluster.close();
        cluster.close();

        assertThat(child.isAlive()).isFalse();
        assertThat(temporary).doesNotExist();
        assertThat(cluster.failure().toCompletableFuture()).isNotDone();
    }

    @Test
    void endOfTheRegistryIsTheClustersFailure() {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(ClusterConfig.defaults())) {

            ProcessHandle.of(cluster.registry().pid()).orElseThrow().destroyForcibly();

            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            cluster.failure().toCompletableFuture())
                    .isCompletedWithValueMatching(reason -> reason.contains("schema registry ended")));
        }
    }

    @Test
    void portInUseOfTheRegistryLeavesNoBrokerBehind() throws Exception {
        Path data = directory.resolve("data");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ClusterConfig config = ClusterConfig.defaults().withDataDir(data).withRegistryPort(taken.getLocalPort());

            assertThatThrownBy(() -> EmbeddedCluster.start(config))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("--registry-port 0");
        }
        assertThat(data).doesNotExist();
    }
}
