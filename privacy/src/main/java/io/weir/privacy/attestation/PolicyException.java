package io.weir.privacy.attestation;

/** A policy that cannot be used. The message names the key, the value and what is allowed. */
public final class PolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message the key, the value and what is allowed */
    public PolicyException(String message) {
        super(message);
    }

    /**
     * @param message the key, the value and what is allowed
     * @param cause what was thrown underneath
     */
    public PolicyException(String message, Throwable cause) {
        super(message, cause);
    }
}
