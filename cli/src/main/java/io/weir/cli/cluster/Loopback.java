package io.weir.cli.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback address, the only one that the embedded cluster binds: it has no authentication. */
final class Loopback {
    static final String HOST = "127.0.0.1";

    /** Below the ports that systems give to outgoing connections (Linux from 32768, others from 49152 on). */
    private static final int FREE_FROM = 15_000;

    private static final int FREE_TO = 32_768;
    private static final int TRIES = 200;

    private Loopback() {}

    /**
     * A port that nothing listened on a moment ago. It is none that an outgoing connection, even one to itself, is given
     * between this and the start of whoever is to listen there.
     */
    static int freePort() {
        IOException last = null;
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FREE_FROM, FREE_TO);
            try (ServerSocket socket = new ServerSocket(port, 1, address())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw new UncheckedIOException(
                "no free port on " + HOST + " from " + FREE_FROM + " on, after " + TRIES + " tries", last);
    }

    private static InetAddress address() throws UnknownHostException {
        return InetAddress.getByAddress(HOST, new byte[] {127, 0, 0, 1});
    }

    /**
     * The wanted port if it can be bound now, or a free one for 0.
     *
     * @param owner what wants the port, for the error
     * @param option the command line's option for it, for the error
     */
    static int claim(String owner, String option, int wanted) {
        if (wanted == 0) {
            return freePort();
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address(), wanted));
            return wanted;
        } catch (IOException e) {
            throw new ClusterException(
                    ClusterException.Category.PORT_IN_USE,
                    "the " + owner + " cannot listen on " + HOST + ":" + wanted + " (" + e.getMessage()
                            + "): stop the process that uses port " + wanted + ", or choose another port with " + option
                            + " PORT, or a free one with " + option + " 0",
                    e);
        }
    }
}
