package io.weir.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.cluster.BrokerFiles;
import io.weir.cli.container.HealthCheck;
import io.weir.cli.federation.Connection;
import io.weir.it.Eventually;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.Network;

/** A broker and a registry in containers; services on the same network and this process reach both. */
final class ContainerCluster implements AutoCloseable {
    static final String BROKER = "broker:19092";
    static final String REGISTRY = "http://registry:8080/apis/ccompat/v7";

    private final Images images;
    private final Network network = Network.newNetwork();
    private final Container broker;
    private final Container registry;
    private final int port;

    private ContainerCluster(Images images, int port, Map<String, String> brokerVariables) {
        this.images = images;
        this.port = port;
        broker = new Container(images.broker(), network, "broker", 400);
        brokerVariables(port).forEach(broker::withEnv);
        brokerVariables.forEach(broker::withEnv);
        // A port that stays the same when the container starts again, as what it advertises does.
        broker.setPortBindings(List.of("127.0.0.1:" + port + ":9092"));
        registry = new Container(images.registry(), network, "registry", 256);
        registry.withExposedPorts(8080);
    }

    /**
     * Starts both and waits until they serve.
     *
     * @param brokerVariables {@code KAFKA_*} variables, over those of one small node
     */
    static ContainerCluster start(Map<String, String> brokerVariables) {
        ContainerCluster cluster = new ContainerCluster(Images.build(), BrokerFiles.freePort(), brokerVariables);
        try {
            cluster.broker.start();
            cluster.registry.start();
            cluster.awaitServing();
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** As for the official image. */
    private static Map<String, String> brokerVariables(int port) {
        Map<String, String> variables = new HashMap<>();
        variables.put("KAFKA_NODE_ID", "1");
        variables.put("KAFKA_PROCESS_ROLES", "broker,controller");
        variables.put("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093");
        variables.put("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER");
        variables.put("KAFKA_INTER_BROKER_LISTENER_NAME", "INTERNAL");
        variables.put("KAFKA_LISTENERS", "INTERNAL://:19092,HOST://:9092,CONTROLLER://:9093");
        variables.put("KAFKA_ADVERTISED_LISTENERS", "INTERNAL://" + BROKER + ",HOST://localhost:" + port);
        variables.put("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "INTERNAL:PLAINTEXT,HOST:PLAINTEXT,CONTROLLER:PLAINTEXT");
        variables.put("KAFKA_LOG_DIRS", "/var/lib/kafka/data");
        variables.put("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        variables.put("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1");
        variables.put("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4");
        variables.put("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1");
        variables.put("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1");
        variables.put("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4");
        variables.put("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        variables.put("KAFKA_MESSAGE_MAX_BYTES", "16777216");
        variables.put("KAFKA_REPLICA_FETCH_MAX_BYTES", "16777216");
        return variables;
    }

    private void awaitServing() {
        awaitBroker();
        URI subjects = URI.create(connection().schemaRegistryUrl() + "/subjects");
        Eventually.holds("the registry serves", () -> serves(registry, subjects));
    }

    private void awaitBroker() {
        URI listener = URI.create("kafka://localhost:" + port);
        Eventually.holds("the broker serves", () -> serves(broker, listener));
    }

    private static boolean serves(Container container, URI service) {
        assertThat(container.hasEnded()).as(container::getLogs).isFalse();
        try {
            return HealthCheck.serves(service);
        } catch (IOException notYet) {
            return false;
        }
    }

    /** For this process. */
    Connection connection() {
        return Connection.of(
                "localhost:" + port,
                "http://" + registry.getHost() + ":" + registry.getMappedPort(8080) + "/apis/ccompat/v7");
    }

    Network network() {
        return network;
    }

    Images images() {
        return images;
    }

    Container broker() {
        return broker;
    }

    Container registry() {
        return registry;
    }

    void stopBroker() {
        Engine.stop(broker.getContainerId());
    }

    /** Starts the same container again, with what it wrote before. */
    void startBroker() {
        Engine.start(broker.getContainerId());
        awaitBroker();
    }

    @Override
    public void close() {
        registry.stop();
        broker.stop();
        network.close();
    }
}
