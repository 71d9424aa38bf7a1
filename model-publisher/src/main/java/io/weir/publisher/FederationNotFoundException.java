package io.weir.publisher;

/** The cluster answers, but a topic of the federation is not there. */
public final class FederationNotFoundException extends PublisherException {
    private static final long serialVersionUID = 1L;

    public FederationNotFoundException(String federation, String topic) {
        super("federation '" + federation + "' does not exist on this cluster: create it with `weir federation create`"
                + " (topic '" + topic + "' is missing)");
    }
}
