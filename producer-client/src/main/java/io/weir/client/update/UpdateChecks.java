package io.weir.client.update;

import io.weir.client.LocalUpdate;
import io.weir.client.TrainingException;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.RoundOpened;

/** What an honest participant does not send. */
final class UpdateChecks {
    private UpdateChecks() {}

    static void check(RoundOpened opened, LocalUpdate update) throws TrainingException {
        VectorChunks chunks = new VectorChunks(opened.getParameterCount(), opened.getChunkParameters());
        if (chunks.chunkCount() != opened.getChunkCount()) {
            throw new TrainingException("round " + opened.getRound() + " announces " + opened.getChunkCount()
                    + " chunks, but its " + opened.getParameterCount() + " parameters make " + chunks.chunkCount());
        }
        if (update.values().length != opened.getParameterCount()) {
            throw new TrainingException("the trainer returned " + update.values().length + " values, round "
                    + opened.getRound() + " asks for " + opened.getParameterCount()
                    + ": return the difference of the trainable tensors only, in manifest order");
        }
        if (update.weight() < 1 || update.examples() < 0) {
            throw new TrainingException("the trainer returned weight " + update.weight() + " for " + update.examples()
                    + " examples: the weight is at least 1, the number of examples not negative");
        }
        int index = firstNonFinite(update.values());
        if (index >= 0) {
            throw new TrainingException("the trainer returned NaN or infinity at index " + index
                    + ": lower the learning rate, or look for missing values in the data");
        }
        if (!(opened.getClippingBound() > 0)) {
            throw new TrainingException("round " + opened.getRound() + " has clipping bound "
                    + opened.getClippingBound() + ": it must be positive");
        }
    }

    private static int firstNonFinite(float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                return i;
            }
        }
        return -1;
    }
}
