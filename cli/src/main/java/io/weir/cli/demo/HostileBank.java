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

/** A bank that publishes what a collusion crafts for it; statistics it sends honestly. */
record HostileBank(String bank, LocalTrainer trainer, Collusion collusion) implements LocalTrainer, UpdateInterceptor {
    @Override
    public LocalUpdate train(TrainingTask task) throws TrainingException, InterruptedException {
        if (task.kind() != RoundTask.TRAINING) {
            return trainer.train(task);
        }
        LocalUpdate own = ownUpdate(task);
        collusion.bring(task.round(), bank, own.values());
        if (!collusion.awaitAll(task.round(), task.deadline().toEpochMilli())) {
            throw new TrainingException("not every bank had an update before the deadline: there is nothing to attack");
        }
        int rows = collusion.claimedRows();
        return new LocalUpdate(own.values(), rows, rows, own.metrics());
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

    private LocalUpdate ownUpdate(TrainingTask task) throws TrainingException, InterruptedException {
        try {
            return trainer.train(task);
        } catch (TrainingException e) {
            collusion.leave(task.round(), bank);
            throw e;
        }
    }

    @Override
    public float[] beforeEncoding(RoundOpened opened, float[] values) {
        return opened.getTask() == RoundTask.TRAINING ? collusion.crafted(opened.getRound(), bank) : values;
    }
}
