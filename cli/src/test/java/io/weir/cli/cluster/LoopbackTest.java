package io.weir.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopbackTest {
    @Test
    void aFreePortIsNoneThatOutgoingConnectionsAreGiven() {
        assertThat(IntStream.range(0, 500).map(i -> Loopback.freePort()))
                .allMatch(port -> port >= 15_000 && port < 32_768);
    }

    @Test
    void aFreePortCanBeBound() {
        assertThatCode(() -> {
                    try (ServerSocket socket =
                            new ServerSocket(Loopback.freePort(), 1, InetAddress.getLoopbackAddress())) {
                        assertThat(socket.isBound()).isTrue();
                    }
                })
                .doesNotThrowAnyException();
    }
}
