package io.weir.client.update;

import io.weir.client.TrainingException;
import io.weir.privacy.secure.FixedPointScale;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.RoundOpened;

/** A vector's chunks as whole numbers of a ring's bits. */
final class FixedPointChunks {
    private final RoundOpened opened;
    private final VectorChunks chunks;
    private final float[] values;
    private final int weight;
    private final long limit;

    /**
     * @param weight that every value is multiplied by before it is rounded
     * @param valueBits of a value in two's complement
     */
    FixedPointChunks(RoundOpened opened, float[] values, int weight, int valueBits) {
        this.opened = opened;
        this.chunks = new VectorChunks(values.length, opened.getChunkParameters());
        this.values = values;
        this.weight = weight;
        this.limit = 1L << (valueBits - 1);
    }

    VectorChunks chunks() {
        return chunks;
    }

    /**
     * Checks what an honest participant sends.
     *
     * @throws TrainingException if a value does not fit
     */
    void requireFit() throws TrainingException {
        int bits = opened.getScaleBits();
        for (float value : values) {
            double scaled = Math.rint(Math.scalb((double) value * weight, bits));
            if (scaled < -limit || scaled >= limit) {
                throw new TrainingException("a value times the weight of " + weight + " does not fit into "
                        + "the bits that round " + opened.getRound() + " has for one: "
                        + "the operator must allow for smaller values or more bits");
            }
        }
    }

    /** A chunk's values; what does not fit, which somebody has falsified, becomes the nearest that does. */
    int[] values(int chunk) {
        int first = (int) chunks.first(chunk);
        int[] fitting = new int[chunks.length(chunk)];
        for (int i = 0; i < fitting.length; i++) {
            fitting[i] = (int) Math.max(-limit, Math.min(limit - 1, quantise(values[first + i])));
        }
        return fitting;
    }

    private long quantise(float value) {
        double scaled = Math.scalb((double) value * weight, opened.getScaleBits());
        return Math.abs(scaled) < limit
                ? FixedPointScale.quantise(value, weight, opened.getScaleBits())
                : (long) scaled; // only what somebody has falsified
    }
}
