package io.weir.privacy.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AliasTableTest {
    private static int[] weights() {
        SplittableRandom random = new SplittableRandom(1);
        int[] weights = new int[AliasTable.SIZE];
        int left = AliasTable.TOTAL;
        for (int i = 1; i < weights.length; i++) {
            weights[i] = i % 5 == 0 ? 0 : random.nextInt(1 << (1 + i % 14));
            left -= weights[i];
        }
        weights[0] = left;
        return weights;
    }

    @Test
    void everyNumberIsDrawnAsOftenAsItsWeightSays() {
        int[] counts = new int[AliasTable.SIZE];
        AliasTable table = new AliasTable(weights());
        for (int bits = 0; bits < AliasTable.TOTAL; bits++) {
            counts[table.draw(bits)]++;
        }

        assertThat(counts).isEqualTo(weights());
    }

    @Test
    void weightsAddUpToTheWhole() {
        int[] weights = weights();
        weights[3]++;

        assertThatThrownBy(() -> new AliasTable(weights)).hasMessageContaining("add up to 2^24");
    }
}
