package io.weir.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    @TempDir
    Path directory;

    @Test
    void readCommittedConsumerSeesCommittedTransactionsOnly() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.defaults())) {
            BrokerProbe probe = new BrokerProbe(broker.bootstrapServers());
            probe.createTopic("updates");

            try (KafkaProducer<String, String> producer = probe.transactionalProducer("probe-1")) {
                producer.initTransactions();
                producer.beginTransaction();
                BrokerProbe.send(producer, "updates", "aborted", "x");
                producer.abortTransaction();
                producer.beginTransaction();
                BrokerProbe.send(producer, "updates", "committed", "x");
                producer.commitTransaction();
            }

            assertThat(probe.committedKeysUntil("updates", "committed")).isEqualTo(List.of("committed"));
        }
    }

    @Test
    void recordsOfFifteenMebibytesPass() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.defaults())) {
            BrokerProbe probe = new BrokerProbe(broker.bootstrapServers());
            probe.createTopic("models");

            try (KafkaProducer<String, String> producer = probe.transactionalProducer("probe-2")) {
                producer.initTransactions();
                producer.beginTransaction();
                BrokerProbe.send(producer, "models", "large", "m".repeat(15 << 20));
                producer.commitTransaction();
            }

            assertThat(probe.committedKeysUntil("models", "large")).containsExactly("large");
        }
    }

    @Test
    void restartOnTheSameDirectoryKeepsClusterIdAndTopics() throws Exception {
        BrokerConfig kept = BrokerConfig.defaults().withDataDir(directory.resolve("broker"));
        String clusterId;
        try (EmbeddedBroker broker = EmbeddedBroker.start(kept)) {
            clusterId = broker.clusterId();
            new BrokerProbe(broker.bootstrapServers()).createTopic("kept");
        }

        try (EmbeddedBroker again = EmbeddedBroker.start(kept)) {
            assertThat(again.clusterId()).isEqualTo(clusterId);
            assertThat(new BrokerProbe(again.bootstrapServers()).topics()).contains("kept");
        }
    }

    @Test
    void temporaryDirectoryIsDeletedOnClose() {
        EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.defaults());
        Path temporary = broker.dataDir();
        assertThat(temporary).isDirectory();

        broker.close();
        broker.close();

        assertThat(temporary).doesNotExist();
    }

    @Test
    void portInUseIsRefusedBeforeAnythingIsWritten() throws IOException {
        Path unused = directory.resolve("broker");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BrokerConfig config = BrokerConfig.defaults().withDataDir(unused).withPort(taken.getLocalPort());

            assertThatThrownBy(() -> EmbeddedBroker.start(config))
                    .isInstanceOfSatisfying(ClusterException.class, e -> assertThat(e.category())
                            .isEqualTo(ClusterException.Category.PORT_IN_USE))
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("--port 0");
        }
        assertThat(unused).doesNotExist();
    }

    @Test
    void secondBrokerOnADirectoryInUseIsAnErrorAndTheFirstServesOn() throws Exception {
        BrokerConfig config = BrokerConfig.defaults().withDataDir(directory.resolve("broker"));
        try (EmbeddedBroker first = EmbeddedBroker.start(config)) {

            assertThatThrownBy(() -> EmbeddedBroker.start(config))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining(config.dataDir().orElseThrow().toString())
                    .hasMessageContaining("--data");

            new BrokerProbe(first.bootstrapServers()).createTopic("still-there");
        }
    }

    @Test
    void refusedSettingIsAnErrorThatNamesIt() {
        BrokerConfig config = BrokerConfig.defaults().withProperties(Map.of("num.io.threads", "none"));

        assertThatThrownBy(() -> EmbeddedBroker.start(config))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("num.io.threads")
                .hasMessageContaining("none");
    }

    @Test
    void unreadableDirectoryIsAnError() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "not a directory");

        assertThatThrownBy(() -> EmbeddedBroker.start(BrokerConfig.defaults().withDataDir(file)))
                .isInstanceOfSatisfying(ClusterException.class, e -> assertThat(e.category())
                        .isEqualTo(ClusterException.Category.DATA_DIRECTORY))
                .hasMessageContaining(file.toString());
    }

    @Test
    void fatalFaultIsReportedAndTheProcessLives() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.defaults())) {

            assertThatThrownBy(() -> Exit.halt(1, "all log directories failed")).isInstanceOf(ClusterException.class);

            assertThat(broker.failure().toCompletableFuture())
                    .isCompletedWithValueMatching(reason -> reason.contains("all log directories failed"));
        }
    }
}
