package io.weir.aggregator.internal.slice;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.guard.kernel.SeededNoise;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.Verdict;
import io.weir.wire.VerdictNoise;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NoisySumsTest {
    private static final VectorChunks LAYOUT = new VectorChunks(10, 4);
    private static final int SCALE = 20;
    private static final int WEIGHT = 3;
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private static Verdict verdict() {
        return Verdict.newBuilder()
                .setFederation("test")
                .setRound(1)
                .setRule("fedavg")
                .setRuleParameters(Map.of())
                .setAdmitted(List.of())
                .setRejected(List.of())
                .setTotalWeight(WEIGHT)
                .setParticipantsRoot(NONE)
                .setConfigDigest(NONE)
                .setJudgedAtMs(0)
                .setNoise(new VerdictNoise(
                        0.5, ByteBuffer.allocate(16).putLong(99).putLong(7).flip()))
                .build();
    }

    /** However a vector is cut: every slice is a part of the same noise, in the unit of the sums. */
    @Test
    void aSliceHasItsPartOfTheWholeVectorsNoise() {
        long[] whole = new long[10];
        new SeededNoise(99, 0.5).add(whole, 0, SCALE, WEIGHT);

        Map<Integer, long[]> noisy =
                NoisySums.of(Map.of(0, new long[4], 2, new long[] {1000, 2000}), verdict(), LAYOUT, SCALE);

        assertThat(noisy.get(0)).containsExactly(Arrays.copyOf(whole, 4));
        assertThat(noisy.get(2)).containsExactly(whole[8] + 1000, whole[9] + 2000);
        assertThat(whole).doesNotContain(0);
    }

    @Test
    void theSumsThemselvesStayAsTheyAre() {
        long[] sums = {1, 2, 3, 4};

        NoisySums.of(Map.of(1, sums), verdict(), LAYOUT, SCALE);

        assertThat(sums).containsExactly(1, 2, 3, 4);
    }
}
