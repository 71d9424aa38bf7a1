package io.weir.privacy.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.privacy.field.KeyStream;
import org.junit.jupiter.api.Test;

class NoiseShareTest {
    private static final int VALUES = 100_000;

    @Test
    void sharesAddUpToTheWholeNoise() {
        long[] sum = new long[VALUES];
        for (int participant = 0; participant < 10; participant++) {
            new NoiseShare(50, 10, new KeyStream(new byte[32], "share", participant)).add(sum);
        }
        double squares = 0;
        for (long value : sum) {
            squares += (double) value * value;
        }

        assertThat(squares / VALUES).isCloseTo(2500, within(50.0));
    }

    @Test
    void aShareIsAddedToWhatIsThere() {
        long[] once = new long[5];
        long[] onTop = {1L << 40, 1L << 40, 1L << 40, 1L << 40, 1L << 40};
        new NoiseShare(50, 2, new KeyStream(new byte[32], "share", 0)).add(once);
        new NoiseShare(50, 2, new KeyStream(new byte[32], "share", 0)).add(onTop);

        for (int i = 0; i < once.length; i++) {
            assertThat(onTop[i]).isEqualTo((1L << 40) + once[i]);
        }
    }

    @Test
    void aShareIsNeverRoundedDown() {
        NoiseShare share = new NoiseShare(50, 7, new KeyStream(new byte[32], "share", 0));

        assertThat(share.localDeviation() * share.localDeviation() * 7).isBetween(2500.0, 2500.0001);
    }

    @Test
    void aSumNeedsSomebody() {
        assertThatThrownBy(() -> new NoiseShare(50, 0, new KeyStream(new byte[32], "share", 0)))
                .hasMessageContaining("allowed: 1 or more");
    }
}
