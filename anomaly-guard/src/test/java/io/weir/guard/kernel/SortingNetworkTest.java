package io.weir.guard.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortingNetworkTest {
    /** A network that sorts every sequence of zeros and ones sorts everything (Knuth, TAOCP 3, theorem 5.3.4 Z). */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 11, 13})
    void everySequenceOfZerosAndOnesIsSorted(int rows) {
        int columns = 1 << rows;
        float[][] table = new float[rows][columns];
        for (int c = 0; c < columns; c++) {
            for (int r = 0; r < rows; r++) {
                table[r][c] = c >> r & 1;
            }
        }

        SortingNetwork.of(rows).sort(table, columns);

        for (int c = 0; c < columns; c++) {
            for (int r = 1; r < rows; r++) {
                assertThat(table[r][c]).isGreaterThanOrEqualTo(table[r - 1][c]);
            }
            int column = c;
            assertThat(Arrays.stream(table).mapToDouble(row -> row[column]).sum())
                    .isEqualTo(Integer.bitCount(c));
        }
    }

    @Property(tries = 50)
    void eachColumnIsSortedByItself(@ForAll long seed, @ForAll @IntRange(min = 1, max = 150) int rows) {
        Random random = new Random(seed);
        int columns = 1 + random.nextInt(40);
        float[][] table = new float[rows][columns];
        float[][] sorted = new float[columns][rows];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                table[r][c] = random.nextInt(20) == 0 ? -0f : (float) random.nextGaussian();
                sorted[c][r] = table[r][c];
            }
        }

        SortingNetwork.of(rows).sort(table, columns);

        for (int c = 0; c < columns; c++) {
            Arrays.sort(sorted[c]);
            float[] found = new float[rows];
            for (int r = 0; r < rows; r++) {
                found[r] = table[r][c];
            }
            assertThat(found).containsExactly(sorted[c]);
        }
    }
}
