package io.weir.it;

import io.weir.client.LocalTrainer;
import io.weir.client.LocalUpdate;
import io.weir.client.TrainingException;
import io.weir.client.TrainingTask;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Holds a round open: the trainer waits in the gated rounds until the test lets it go on. */
final class GatedTrainer implements LocalTrainer {
    private record Gate(CountDownLatch reached, CountDownLatch open) {}

    private final LocalTrainer trainer;
    private final Map<Long, Gate> gates = new ConcurrentHashMap<>();

    GatedTrainer(LocalTrainer trainer, long... rounds) {
        this.trainer = trainer;
        Arrays.stream(rounds)
                .forEach(round -> gates.put(round, new Gate(new CountDownLatch(1), new CountDownLatch(1))));
    }

    @Override
    public LocalUpdate train(TrainingTask task) throws TrainingException, InterruptedException {
        Gate gate = gates.get(task.round());
        if (gate != null) {
            gate.reached.countDown();
            gate.open.await();
        }
        return trainer.train(task);
    }

    /** Waits until the round is open and this bank would train for it. */
    void awaitReached(long round) {
        Eventually.holds(
                "the gated bank reaches round " + round,
                () -> gates.get(round).reached.getCount() == 0);
    }

    void open(long round) {
        gates.get(round).open.countDown();
    }
}
