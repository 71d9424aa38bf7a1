package io.weir.publisher;

/** No broker answered within the time allowed. */
public final class ClusterUnreachableException extends PublisherException {
    private static final long serialVersionUID = 1L;

    public ClusterUnreachableException(String bootstrapServers, String detail, Throwable cause) {
        super(
                "Kafka at bootstrap.servers '" + bootstrapServers + "' cannot be reached: " + detail
                        + ". Check the address, that the brokers run, and the security settings",
                cause);
    }
}
