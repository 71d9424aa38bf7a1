package io.weir.client;

/**
 * What a bank implements: trains one model on its own data. Called by one thread at a time, on the thread that runs the
 * participant; it may take as long as the task's deadline allows.
 *
 * <p>Training should be a function of the task and the data (draw randomness from the task's seed): a participant that
 * is restarted in mid-round trains again, and sends only what is missing if the result is the same.
 */
@FunctionalInterface
public interface LocalTrainer {
    /**
     * Trains, or counts statistics; see {@link TrainingTask#kind()}.
     *
     * @throws TrainingException if this round cannot be trained; the participant leaves it out and waits for the next
     * @throws InterruptedException if the participant is closed meanwhile
     */
    LocalUpdate train(TrainingTask task) throws TrainingException, InterruptedException;
}
