package io.weir.privacy.attestation;

/** Evidence that could not be had. The message says why and what to do. */
public final class EvidenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what to do about it */
    public EvidenceException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong and what to do about it
     * @param cause what was thrown underneath
     */
    public EvidenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
