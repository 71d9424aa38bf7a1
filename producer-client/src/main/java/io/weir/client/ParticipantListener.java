package io.weir.client;

/**
 * Told what a participant does, on the thread that runs it; methods should return soon. What a method throws ends the
 * participant.
 */
public interface ParticipantListener {
    /** Ignores everything. */
    ParticipantListener NONE = new ParticipantListener() {};

    /**
     * Nothing can be done until something changes elsewhere. Called once for each new reason.
     *
     * @param reason what is waited for, for people
     */
    default void waiting(String reason) {}

    /** A model version has arrived whole and its digest holds. */
    default void modelReceived(long version) {}

    /** The trainer is about to be called. */
    default void trainingStarted(long round) {}

    /**
     * The round's update is in the topic and acknowledged.
     *
     * @param chunks number of chunks of the update
     * @param sizeBytes bytes of the records sent now; less than the update's if an earlier run had sent some, 0 if all
     */
    default void updatePublished(long round, int chunks, long sizeBytes) {}

    /**
     * This participant takes no part in a round.
     *
     * @param reason why, for people
     */
    default void roundSkipped(long round, String reason) {}

    /**
     * This participant does not train in a round, since its privacy budget does not allow it.
     *
     * @param reason why, for people
     */
    default void roundRefused(long round, String reason) {
        roundSkipped(round, reason);
    }

    /**
     * A round takes no more updates.
     *
     * @param included whether this participant's update was complete and valid by then; not yet whether it was admitted
     */
    default void roundSealed(long round, boolean included) {}

    /** A round has failed; the model stays as it is. */
    default void roundFailed(long round, String reason) {}

    /**
     * As a committee member, this participant has given its part of what opens the sum of a group's updates. Called on the
     * committee's thread, as is {@link #committeeRefused}.
     */
    default void committeeOpened(long round, int group) {}

    /**
     * As a committee member, this participant does not do what it was called for.
     *
     * @param reason why, for people
     */
    default void committeeRefused(long round, String reason) {}

    /** The federation's last round is over and its model has been received. */
    default void completed() {}
}
