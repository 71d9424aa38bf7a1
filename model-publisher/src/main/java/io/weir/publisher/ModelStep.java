package io.weir.publisher;

import io.weir.publisher.optimizer.AggregateScale;
import io.weir.publisher.optimizer.ServerOptimizer;
import io.weir.schemas.model.Initializers;
import io.weir.schemas.model.ModelLayout;
import io.weir.wire.ModelManifest;
import io.weir.wire.TensorRole;
import java.util.List;
import java.util.Optional;

/** From a version and a round's sums to the next version's parameters. Pure, so that anyone can compute it again. */
public final class ModelStep {
    /**
     * The sums of one chunk.
     *
     * @param first index of its first parameter in the vector that the round's updates carry
     * @param sums fixed point, one a parameter
     */
    public record Slice(int first, long[] sums) {}

    /**
     * The sums of a round.
     *
     * @param scale how they are read
     * @param slices cover the vector that the round's updates carry
     */
    public record Sums(AggregateScale scale, List<Slice> slices) {
        public Sums {
            slices = List.copyOf(slices);
        }
    }

    private ModelStep() {}

    /**
     * Version 0: the initialised manifest, with the statistic tensors replaced by the participants' sums.
     *
     * @param statistics the sums of round 0; empty for a manifest without statistic tensors
     * @return the full flat vector
     */
    public static float[] first(ModelManifest manifest, Optional<Sums> statistics) {
        ModelLayout layout = new ModelLayout(manifest);
        float[] full = Initializers.initialise(manifest);
        statistics.ifPresent(sums -> {
            double unit = sums.scale().unit();
            float[] totals = new float[layout.count(TensorRole.STATISTIC)];
            for (Slice slice : sums.slices()) {
                for (int i = 0; i < slice.sums().length; i++) {
                    totals[slice.first() + i] = (float) (slice.sums()[i] * unit);
                }
            }
            layout.scatter(TensorRole.STATISTIC, totals, full);
        });
        return full;
    }

    /**
     * The version after {@code base}: {@code optimizer}'s step of the trainable tensors.
     *
     * @param base the full flat vector; it stays as it is
     * @return the full flat vector
     */
    public static float[] next(ModelManifest manifest, float[] base, Sums sums, ServerOptimizer optimizer) {
        ModelLayout layout = new ModelLayout(manifest);
        float[] trainable = layout.gather(TensorRole.TRAINABLE, base);
        // Each slice moves parameters of its own.
        sums.slices().parallelStream()
                .forEach(slice -> optimizer.step(trainable, slice.first(), slice.sums(), sums.scale()));
        float[] full = base.clone();
        layout.scatter(TensorRole.TRAINABLE, trainable, full);
        return full;
    }
}
