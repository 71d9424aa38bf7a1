package io.weir.cli.demo;

import io.weir.client.LocalTrainer;
import io.weir.client.LocalUpdate;
import io.weir.client.TrainingException;
import io.weir.client.TrainingTask;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import java.util.Optional;

/** An honest bank whose updates hostile ones see. */
record ObservedBank(String bank, LocalTrainer trainer, Collusion collusion) implements LocalTrainer, UpdateInterceptor {
    @Override
    public LocalUpdate train(TrainingTask task) throws TrainingException, InterruptedException {
        try {
            return trainer.train(task);
        } catch (TrainingException e) {
            collusion.leave(task.round(), bank);
            throw e;
        }
    }

    @Override
    public Optional<GaussianPlan> privacyCost(TrainingTask task) {
        try {
            return trainer.privacyCost(task);
        } catch (RuntimeException e) {
            collusion.leave(task.round(), bank);
            throw e;
        }
    }

    @Override
    public float[] beforeEncoding(RoundOpened opened, float[] values) {
        if (opened.getTask() == RoundTask.TRAINING) {
            collusion.bring(opened.getRound(), bank, values);
        }
        return values;
    }
}
