package io.weir.client;

import io.weir.privacy.dp.accounting.GaussianPlan;
import java.util.Optional;

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

    /**
     * What {@link #train} would do to the data's privacy in this round. Asked before it, with the same task, which stays as it is. In a federation with a
     * privacy budget a training round is left out if its mechanism would overspend, or if there is none.
     *
     * @return the mechanism and the steps of this one round; empty if training is not private
     */
    default Optional<GaussianPlan> privacyCost(TrainingTask task) {
        return Optional.empty();
    }
}
