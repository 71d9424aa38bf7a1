package io.weir.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.container.HealthCheck;
import io.weir.cli.federation.Connection;
import io.weir.it.SharedCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the images' health checks say of a real broker and a real registry. */
@ExtendWith(SharedCluster.class)
@Timeout(60)
class HealthCheckIT {
    private final Connection connection;

    HealthCheckIT(Connection connection) {
        this.connection = connection;
    }

    @Test
    void aBrokerThatServesIsHealthy() throws IOException {
        assertThat(HealthCheck.serves(URI.create("kafka://" + connection.bootstrapServers())))
                .isTrue();
    }

    @Test
    void aRegistryThatServesIsHealthy() throws IOException {
        assertThat(HealthCheck.serves(URI.create(connection.schemaRegistryUrl() + "/subjects")))
                .isTrue();
    }

    @Test
    void aRegistryThatAnswersWithAnErrorIsNot() throws IOException {
        assertThat(HealthCheck.serves(URI.create(connection.schemaRegistryUrl() + "/subjects/none/versions")))
                .isFalse();
    }

    @Test
    void whatIsNoBrokerIsTold() {
        URI registry = URI.create(connection.schemaRegistryUrl());
        URI mistaken = URI.create("kafka://" + registry.getHost() + ":" + registry.getPort());

        assertThatThrownBy(() -> HealthCheck.serves(mistaken)).isInstanceOf(IOException.class);
    }

    @Test
    void nothingThereIsNotHealthy() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        URI nobody = URI.create("kafka://127.0.0.1:" + port);

        assertThatThrownBy(() -> HealthCheck.serves(nobody)).isInstanceOf(IOException.class);
    }

    @Test
    void anAddressOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> HealthCheck.serves(URI.create("ftp://localhost")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("ftp://localhost", "kafka://", "http://");
    }
}
