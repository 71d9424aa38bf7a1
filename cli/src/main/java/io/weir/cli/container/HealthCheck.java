package io.weir.cli.container;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Asks a service once whether it serves: for images that have neither shell nor curl. Uses nothing but the JDK's base
 * module, since it is started every few seconds.
 */
public final class HealthCheck {
    private static final int TIMEOUT_MS = 4_000;
    private static final int OK = 200;
    private static final short METADATA = 3;
    private static final short METADATA_VERSION = 1;
    private static final int RESPONSE_MAX_BYTES = 1 << 20;

    private HealthCheck() {}

    /** Exit status: 0 if it serves, 1 if not, 2 for wrong usage. */
    public static void main(String[] args) {
        try {
            if (args.length != 1) {
                throw new IllegalArgumentException("one address is needed, got " + args.length);
            }
            boolean serves = serves(new URI(args[0]));
            System.out.println(args[0] + (serves ? " serves" : " does not serve yet"));
            System.exit(serves ? 0 : 1);
        } catch (IOException e) {
            System.out.println(args[0] + " does not answer: " + e);
            System.exit(1);
        } catch (URISyntaxException | IllegalArgumentException e) {
            System.err.println("weir: health check: " + e.getMessage());
            System.exit(2);
        }
    }

    /**
     * Whether a service serves.
     *
     * @param service {@code kafka://HOST:PORT} for a listener without TLS or SASL, or an address of http
     * @throws IOException if it does not answer
     */
    public static boolean serves(URI service) throws IOException {
        return switch (String.valueOf(service.getScheme())) {
            case "kafka" -> brokers(service) > 0;
            case "http" -> status(service) == OK;
            default ->
                throw new IllegalArgumentException(
                        "the address is '" + service + "': allowed are kafka://HOST:PORT and http://HOST:PORT/PATH");
        };
    }

    /** Brokers that the cluster names: none before this one may serve. */
    private static int brokers(URI broker) throws IOException {
        if (broker.getHost() == null || broker.getPort() < 0) {
            throw new IllegalArgumentException("the address is '" + broker + "': kafka://HOST:PORT is needed");
        }
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(new InetSocketAddress(broker.getHost(), broker.getPort()), TIMEOUT_MS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            // Length, request, version, correlation id, no client id; then no topic.
            out.writeInt(14);
            out.writeShort(METADATA);
            out.writeShort(METADATA_VERSION);
            out.writeInt(1);
            out.writeShort(-1);
            out.writeInt(0);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = in.readInt();
            int correlation = in.readInt();
            if (length < 8 || length > RESPONSE_MAX_BYTES || correlation != 1) {
                throw new IOException("this is no Kafka broker, or a listener with TLS or SASL");
            }
            return in.readInt();
        }
    }

    private static int status(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
