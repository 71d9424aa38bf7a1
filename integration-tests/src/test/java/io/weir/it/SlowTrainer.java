package io.weir.it;

import io.weir.client.LocalTrainer;
import io.weir.client.LocalUpdate;
import io.weir.client.TrainingException;
import io.weir.client.TrainingTask;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes a while, as a trainer with more rows would, so that its rounds stay open for it. */
record SlowTrainer(LocalTrainer trainer, long whileMs) implements LocalTrainer {
    @Override
    public LocalUpdate train(TrainingTask task) throws TrainingException, InterruptedException {
        boolean unused = new CountDownLatch(1).await(whileMs, TimeUnit.MILLISECONDS);
        return trainer.train(task);
    }
}
