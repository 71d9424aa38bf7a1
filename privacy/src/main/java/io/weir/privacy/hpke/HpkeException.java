package io.weir.privacy.hpke;

/** A sealed message that does not open, or a key that cannot be used. The message says which; it holds nothing secret. */
public final class HpkeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what to do about it */
    public HpkeException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong and what to do about it
     * @param cause what was thrown underneath
     */
    public HpkeException(String message, Throwable cause) {
        super(message, cause);
    }
}
