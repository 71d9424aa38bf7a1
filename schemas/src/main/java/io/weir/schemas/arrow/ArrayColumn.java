package io.weir.schemas.arrow;

/** Values that are decoded. */
final class ArrayColumn extends FloatColumn {
    private final float[] values;

    ArrayColumn(float[] values, int length) {
        super(length);
        this.values = values;
    }

    @Override
    float value(int index) {
        return values[index];
    }

    @Override
    void values(int from, int count, float[] target, int at) {
        System.arraycopy(values, from, target, at, count);
    }
}
