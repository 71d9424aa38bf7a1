package io.weir.client;

import io.weir.wire.ModelManifest;
import io.weir.wire.RoundTask;
import java.time.Instant;
import java.util.Map;

/**
 * What one round asks of a trainer.
 *
 * @param federation the federation's name
 * @param round the round's number
 * @param kind TRAINING, or STATISTICS in the round before the first model
 * @param manifest the model's tensors and whatever else its trainer needs
 * @param baseVersion the version to start from; -1 for STATISTICS
 * @param parameters the whole model, every tensor in manifest order; the trainer's own copy, free to be changed in
 *     place. Empty for STATISTICS
 * @param settings the federation's settings for trainers: epochs, batch size, learning rate and the like
 * @param seed the round's seed, the same for every participant
 * @param deadline when the round closes; later updates do not count
 */
@SuppressWarnings("ArrayRecordComponent") // a million parameters are not boxed; the record is a message, not a key
public record TrainingTask(
        String federation,
        long round,
        RoundTask kind,
        ModelManifest manifest,
        long baseVersion,
        float[] parameters,
        Map<String, String> settings,
        long seed,
        Instant deadline) {
    public TrainingTask {
        if (kind == RoundTask.UNKNOWN) {
            throw new IllegalArgumentException("task kind UNKNOWN: a newer participant may know it");
        }
        settings = Map.copyOf(settings);
    }

    /** Without the parameters. */
    @Override
    public String toString() {
        return "TrainingTask[federation=" + federation + ", round=" + round + ", kind=" + kind + ", baseVersion="
                + baseVersion + ", parameters=float[" + parameters.length + "], deadline=" + deadline + "]";
    }
}
