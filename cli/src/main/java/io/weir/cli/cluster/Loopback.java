package io.weir.cli.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Ports of the loopback address, the only one that the embedded cluster binds: it has no authentication. */
final class Loopback {
    static final String HOST = "127.0.0.1";

    private Loopback() {}

    /** A port that nothing listened on a moment ago. Another process may take it first: who binds it must retry. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, address())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + HOST, e);
        }
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
