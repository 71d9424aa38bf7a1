package io.weir.cli.bench.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.guard.Rules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryRoundTest {
    private static final List<float[]> UPDATES = List.of(
            new float[] {1, 0}, new float[] {2, 1}, new float[] {3, 5}, new float[] {4, 2}, new float[] {600, -600});
    private static final int[] WEIGHTS = {1, 1, 2, 4, 8};

    @Test
    void weighsWhatItAdmitsAndAccusesWhatItRefuses() {
        MemoryRound round = MemoryRound.close(Rules.named("norm-mad", Map.of()), UPDATES, WEIGHTS, 10_000);

        assertThat(round.accused()).containsExactly(4);
        assertThat(round.aggregate()).containsExactly(new double[] {25 / 8.0, 19 / 8.0}, within(1e-6));
    }

    @Test
    void refusesWhatIsAboveTheCeilingWhateverTheRule() {
        MemoryRound round = MemoryRound.close(Rules.named("fedavg", Map.of()), UPDATES, WEIGHTS, 100);

        assertThat(round.accused()).containsExactly(4);
        assertThat(round.aggregate()).containsExactly(new double[] {25 / 8.0, 19 / 8.0}, within(1e-6));
    }

    @Test
    void takesRanksOfMixedRows() {
        MemoryRound round = MemoryRound.close(Rules.named("nnm,median", Map.of("f", "1")), UPDATES, WEIGHTS, 10_000);

        // The four near ones are each other's neighbours; the far one's neighbours are itself, (4,2), (3,5) and (2,1)
        // or so.
        assertThat(round.aggregate()).containsExactly(new double[] {2.5, 2}, within(1e-6));
        assertThat(round.accused()).isEmpty();
    }

    @Test
    void choosingNobodyIsNoAccusation() {
        MemoryRound round = MemoryRound.close(Rules.named("krum", Map.of("f", "1")), UPDATES, WEIGHTS, 10_000);

        assertThat(round.accused()).isEmpty();
        assertThat(round.aggregate()).containsExactly(new double[] {2, 1}, within(1e-6));
    }

    @Test
    void aReferenceIsComparedWithAndNotSummed() {
        Map<String, String> parameters = Map.of("f", "1", "reference", MemoryRound.name(2));

        MemoryRound round = MemoryRound.close(Rules.named("monna", parameters), UPDATES, WEIGHTS, 10_000);

        assertThat(round.aggregate()).containsExactly(new double[] {7 / 3.0, 1}, within(1e-6));
        assertThat(round.accused()).isEmpty();
    }

    @Test
    void aRoundThatAdmitsNobodyMovesNothing() {
        MemoryRound round = MemoryRound.close(Rules.named("fedavg", Map.of()), UPDATES, WEIGHTS, 1e-3);

        assertThat(round.aggregate()).containsOnly(0);
        assertThat(round.accused()).containsExactly(0, 1, 2, 3, 4);
    }
}
