package io.weir.client;

import io.weir.schemas.model.ModelLayout;
import io.weir.wire.RoundTask;
import io.weir.wire.TensorRole;
import java.util.Map;

/**
 * Trains nothing: sends the step that the model took last, {@code w_n − w_(n−1)}, and zeros as long as it has seen one version
 * only. It is the reference of a federation whose rule goes on from there (centred clipping with momentum). It needs no data,
 * and whoever reads both versions can compute what it has to send.
 */
public final class LastStep implements LocalTrainer {
    private float[] newest = {};
    private float[] step = {};
    private long newestVersion = -1;

    @Override
    public LocalUpdate train(TrainingTask task) {
        ModelLayout layout = new ModelLayout(task.manifest());
        if (task.kind() == RoundTask.STATISTICS) {
            return new LocalUpdate(new float[layout.count(TensorRole.STATISTIC)], 1, 1, Map.of());
        }
        float[] now = layout.gather(TensorRole.TRAINABLE, task.parameters());
        if (task.baseVersion() != newestVersion) {
            step = task.baseVersion() == newestVersion + 1 ? difference(now, newest) : new float[now.length];
            newest = now;
            newestVersion = task.baseVersion();
        }
        return new LocalUpdate(step.clone(), 1, 1, Map.of());
    }

    /** Zeros if there is nothing before. */
    private static float[] difference(float[] now, float[] before) {
        float[] difference = new float[now.length];
        for (int i = 0; i < before.length && before.length == now.length; i++) {
            difference[i] = now[i] - before[i];
        }
        return difference;
    }
}
