package io.weir.cli.federation;

/** Something an operator can mend; the message says how. */
public final class FederationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FederationException(String message) {
        super(message);
    }

    public FederationException(String message, Throwable cause) {
        super(message, cause);
    }
}
