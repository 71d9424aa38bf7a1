package io.weir.privacy.hpke;

/** What everyone finds in a sealed message that its recipient has disclosed. */
public sealed interface Disclosed {
    /**
     * The message.
     *
     * @param message as the recipient reads it
     */
    @SuppressWarnings("ArrayRecordComponent") // looked at once; never compared
    record Opened(byte[] message) implements Disclosed {}

    /** Whoever sealed it made something that its recipient cannot open. */
    record Unopenable() implements Disclosed {}

    /** The recipient has not shown what it was asked for. */
    record Unproven() implements Disclosed {}
}
