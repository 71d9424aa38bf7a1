package io.weir.aggregator.internal.slice;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.guard.Signs;
import io.weir.schemas.arrow.FloatColumn;
import org.junit.jupiter.api.Test;

class PlainValuesTest {
    @Test
    void everySignIsCountedOnce() {
        float[] values = new float[2502];
        values[0] = 1;
        values[1023] = 2;
        values[1024] = -3;
        values[2500] = -Float.MIN_VALUE;
        values[2501] = 7;

        assertThat(PlainValues.signs(FloatColumn.of(values, 2501))).isEqualTo(new Signs(2, 2, 2497));
    }
}
