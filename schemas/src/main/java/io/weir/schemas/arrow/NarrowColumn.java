package io.weir.schemas.arrow;

import io.weir.schemas.arrow.internal.FloatKernels;

/** Codecs F16 and BF16: two bytes a value. */
final class NarrowColumn extends FloatColumn {
    private final byte[] bytes;
    private final int start;
    private final boolean brain;

    /** @param brain whether it is BF16 */
    NarrowColumn(byte[] bytes, int start, int length, boolean brain) {
        super(length);
        this.bytes = bytes;
        this.start = start;
        this.brain = brain;
    }

    @Override
    float value(int index) {
        float[] one = new float[1];
        values(index, 1, one, 0);
        return one[0];
    }

    @Override
    void values(int from, int count, float[] target, int at) {
        int first = start + from * Short.BYTES;
        if (brain) {
            FloatKernels.decodeBrain(bytes, first, target, at, count);
        } else {
            FloatKernels.decodeHalf(bytes, first, target, at, count);
        }
    }
}
