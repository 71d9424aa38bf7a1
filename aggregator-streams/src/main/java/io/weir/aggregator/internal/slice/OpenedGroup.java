package io.weir.aggregator.internal.slice;

import io.weir.wire.GroupOpening;
import java.util.Map;

/**
 * A group's sum in the clear.
 *
 * @param weight of the updates in it
 * @param sums by chunk index, in the fixed point of the hidden values
 */
record OpenedGroup(GroupOpening opening, long weight, Map<Integer, long[]> sums) {
    /** The weighted mean of a chunk, as float. */
    float[] mean(int chunkIndex, int scaleBits) {
        long[] sum = sums.get(chunkIndex);
        double unit = StrictMath.scalb(1.0, -scaleBits) / weight;
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] * unit);
        }
        return mean;
    }
}
