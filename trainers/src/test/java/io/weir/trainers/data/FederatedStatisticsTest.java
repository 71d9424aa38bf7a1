package io.weir.trainers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.trainers.data.ColumnStatistics.NumericStatistics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FederatedStatisticsTest {
    private static float[] sum(List<float[]> vectors) {
        float[] sum = new float[vectors.get(0).length];
        for (float[] vector : vectors) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += vector[i];
            }
        }
        return sum;
    }

    @Property(tries = 150)
    void theSumOfLimbsInAnyOrderIsTheStatisticOfTheUnion(
            @ForAll @IntRange(min = 1, max = 50) int banks,
            @ForAll @IntRange(min = -3, max = 9) int magnitude,
            @ForAll long seed) {
        List<Dataset> sets = new ArrayList<>();
        List<float[]> limbs = new ArrayList<>();
        for (int bank = 0; bank < banks; bank++) {
            Dataset set = Tables.mixed((int) ((seed >>> 8) + bank & 31), Math.pow(10, magnitude), 0.3, seed + bank);
            sets.add(set);
            limbs.add(FederatedStatistics.of(set).toLimbs());
        }
        float[] inOrder = sum(limbs);
        Collections.shuffle(limbs, new Random(seed));

        FederatedStatistics decoded = FederatedStatistics.fromSummedLimbs(Tables.MIXED, sum(limbs));

        assertThat(sum(limbs)).containsExactly(inOrder);
        FederatedStatistics expected = FederatedStatistics.of(Dataset.union(sets));
        assertThat(decoded.positives()).isEqualTo(expected.positives());
        assertThat(decoded.negatives()).isEqualTo(expected.negatives());
        assertThat(decoded.columns().get(1)).isEqualTo(expected.columns().get(1));
        NumericStatistics actual = (NumericStatistics) decoded.columns().get(0);
        NumericStatistics wanted = (NumericStatistics) expected.columns().get(0);
        double resolution = banks * 0x1p-48;
        assertThat(actual.count()).isEqualTo(wanted.count());
        assertThat(actual.sum()).isCloseTo(wanted.sum(), within(1e-9 * Math.abs(wanted.sum()) + resolution));
        assertThat(actual.sumOfSquares())
                .isCloseTo(wanted.sumOfSquares(), within(1e-9 * wanted.sumOfSquares() + resolution));
    }

    @Test
    void theLargestLimbsOf256BanksStayExact() {
        Dataset bank = new Dataset(Tables.MIXED, new float[] {-(float) 0xFFFFFFp15, 0}, new float[] {1}, List.of());
        float[] limbs = FederatedStatistics.of(bank).toLimbs();

        FederatedStatistics decoded =
                FederatedStatistics.fromSummedLimbs(Tables.MIXED, sum(Collections.nCopies(256, limbs)));

        double value = -0xFFFFFFp15;
        assertThat(decoded.positives()).isEqualTo(256);
        assertThat(decoded.columns().get(0)).isEqualTo(new NumericStatistics(256, 256 * value, 256 * value * value));
    }

    @Test
    void limbsAreWholeNumbersOf16BitsAndOneLengthForAll() {
        Dataset data = Tables.mixed(1_000, 1e6, 0.3, 5);

        float[] limbs = FederatedStatistics.of(data).toLimbs();

        assertThat(limbs).hasSize(FederatedStatistics.limbCount(Tables.MIXED));
        assertThat(FederatedStatistics.of(data.select(new int[0])).toLimbs())
                .containsOnly(0)
                .hasSameSizeAs(limbs);
        for (float limb : limbs) {
            assertThat(limb).isEqualTo((float) Math.rint(limb)).isBetween(-65_535f, 65_535f);
        }
    }

    @Test
    void sumsBeyondTheRangeNameTheColumn() {
        Dataset large = new Dataset(Tables.MIXED, new float[] {1e20f, 0}, new float[] {0}, List.of());

        assertThatThrownBy(() -> FederatedStatistics.of(large).toLimbs())
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("'amount'");
    }

    @Test
    void anInfiniteNumberNamesTheColumn() {
        Dataset infinite =
                new Dataset(Tables.MIXED, new float[] {Float.POSITIVE_INFINITY, 0}, new float[] {0}, List.of());

        assertThatThrownBy(() -> FederatedStatistics.of(infinite)).hasMessageContaining("'amount'");
    }

    @Test
    void aVectorThatIsNoSumOfLimbsIsRefused() {
        float[] limbs = FederatedStatistics.of(Tables.mixed(10, 1, 0.3, 5)).toLimbs();
        float[] averaged = limbs.clone();
        averaged[6] = 0.5f;
        float[] poisoned = limbs.clone();
        poisoned[10] = Float.NaN;
        float[] negative = limbs.clone();
        negative[0] = -1;

        assertThatThrownBy(() -> FederatedStatistics.fromSummedLimbs(Tables.MIXED, averaged))
                .hasMessageContaining("'amount'");
        assertThatThrownBy(() -> FederatedStatistics.fromSummedLimbs(Tables.MIXED, poisoned))
                .hasMessageContaining("'amount'");
        assertThatThrownBy(() -> FederatedStatistics.fromSummedLimbs(Tables.MIXED, negative))
                .hasMessageContaining("negative rows");
        assertThatThrownBy(() -> FederatedStatistics.fromSummedLimbs(Tables.MIXED, new float[3]))
                .hasMessageContaining("3 limbs");
    }
}
