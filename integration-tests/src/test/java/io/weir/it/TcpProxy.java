package io.weir.it;

import io.weir.cli.cluster.BrokerFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port that leads to another one; it can drop every connection and refuse new ones until it is healed. */
final class TcpProxy implements AutoCloseable {
    private static final int BACKLOG = 50;

    private final int port;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket server;

    /** Listens at once, on a free port. */
    TcpProxy(int target) {
        this.target = target;
        this.port = BrokerFiles.freePort();
        this.server = listen(port);
    }

    int port() {
        return port;
    }

    private ServerSocket listen(int wanted) {
        try {
            ServerSocket listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), BACKLOG);
            daemon("proxy-accept", () -> accept(listening));
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Resets what is connected, with whatever is under way, and refuses the rest. */
    synchronized void cut() {
        closeQuietly(server);
        open.forEach(TcpProxy::reset);
        open.clear();
    }

    synchronized void heal() {
        server = listen(port);
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                daemon("proxy-connect", () -> connect(listening, client));
            } catch (IOException e) {
                return; // Cut.
            }
        }
    }

    private void connect(ServerSocket listening, Socket client) {
        Socket broker = new Socket();
        open.add(client);
        open.add(broker);
        try {
            broker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            client.setTcpNoDelay(true);
            broker.setTcpNoDelay(true);
            daemon("proxy-up", () -> copy(client, broker));
            daemon("proxy-down", () -> copy(broker, client));
        } catch (IOException e) {
            end(client, broker); // The broker is down.
        }
        if (listening.isClosed()) {
            end(client, broker); // The cut came between.
        }
    }

    private void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Either side ended, or the cut did it: both end.
        }
        end(from, to);
    }

    private void end(Socket one, Socket other) {
        open.remove(one);
        open.remove(other);
        reset(one);
        reset(other);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already.
        }
        closeQuietly(socket);
    }

    private static void closeQuietly(AutoCloseable closing) {
        try {
            closing.close();
        } catch (Exception e) { // Nothing is left to do for a socket that cannot be closed.
            return;
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        cut();
    }
}
