package io.weir.privacy.identity;

/** A key, certificate or key file that cannot be used. The message says which, why, and what to do. */
public final class IdentityException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what to do about it */
    public IdentityException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong and what to do about it
     * @param cause what was thrown underneath
     */
    public IdentityException(String message, Throwable cause) {
        super(message, cause);
    }
}
