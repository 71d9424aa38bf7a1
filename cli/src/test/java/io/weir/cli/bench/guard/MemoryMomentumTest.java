package io.weir.cli.bench.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MemoryMomentumTest {
    @Test
    void approachesWhatABankSendsAgainAndAgain() {
        MemoryMomentum momentum = new MemoryMomentum(0.5, 2);
        momentum.of(0, new float[] {100, 100});

        float[] sent = new float[0];
        for (int round = 1; round <= 3; round++) {
            sent = momentum.of(1, new float[] {8, -16});
        }

        assertThat(sent).containsExactly(new float[] {7, -14}, Offset.offset(0f));
    }

    @Test
    void leavesUpdatesAloneWithoutMomentum() {
        MemoryMomentum momentum = new MemoryMomentum(0, 1);
        momentum.of(0, new float[] {1});

        assertThat(momentum.of(0, new float[] {3})).containsExactly(3);
    }
}
