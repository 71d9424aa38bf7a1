package io.weir.guard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.guard.Decision;
import io.weir.guard.Gram;
import io.weir.guard.RoundStatistics;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.pipeline.Filter;
import io.weir.guard.pipeline.Rows;
import io.weir.wire.ReasonCode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FilterTest {
    /** Three directions near 0°, one at 90°, one at 180°; the last but one is long. */
    private final Rows rows = rows(new double[][] {{1, 0}, {1, 0.1}, {1, -0.1}, {0, 20}, {-1, 0}});

    @Test
    void flameKeepsTheFirstMajorityThatPointsOneWay() {
        Map<Integer, Decision.Reject> rejected = new Flame().reject(rows);

        assertThat(rejected).containsOnlyKeys(3, 4);
        assertThat(rejected.get(4).reason()).isEqualTo(ReasonCode.DIRECTION_OUTLIER);
        assertThat(rejected.get(4).evidence().get("meanCosine")).isLessThan(-0.9);
        assertThat(new Flame().severity(rejected.get(4))).isGreaterThan(new Flame().severity(rejected.get(3)));
    }

    @Test
    void clippedClusteringKeepsTheLargerOfTwoClusters() {
        assertThat(new ClippedClustering().reject(rows)).containsOnlyKeys(4);
    }

    @Test
    void ofClustersOfOneSizeThatWithTheFirstRowIsKept() {
        Filter clusters = new ClippedClustering();

        assertThat(clusters.reject(rows(new double[][] {{1, 0}, {0, 1}, {1, 0.1}, {0.1, 1}})))
                .containsOnlyKeys(1, 3);
    }

    @Test
    void signGuardRejectsNormsOutsideItsBand() {
        Map<Integer, Decision.Reject> rejected = new SignGuard(0.1, 3).reject(rows);

        assertThat(rejected).containsOnlyKeys(3);
        assertThat(rejected.get(3).reason()).isEqualTo(ReasonCode.NORM_OUTLIER);
        assertThat(rejected.get(3).detail()).contains("L2 norm 20");
    }

    @Test
    void aShortNormIsAsClearAsALongOneByTheSameFactor() {
        SignGuard guard = new SignGuard(0.1, 3);
        Map<Integer, Decision.Reject> rejected =
                guard.reject(rows(new double[][] {{1, 0}, {1, 0}, {1, 0}, {32, 0}, {1 / 32.0, 0}, {64, 0}}));

        assertThat(guard.severity(rejected.get(4))).isEqualTo(guard.severity(rejected.get(3)));
        assertThat(guard.severity(rejected.get(5))).isGreaterThan(guard.severity(rejected.get(4)));
    }

    @Test
    void twoUpdatesHaveNoMajority() {
        Rows two = rows(new double[][] {{1, 0}, {-9, 0}});

        assertThat(new Flame().reject(two)).isEmpty();
        assertThat(new ClippedClustering().reject(two)).isEmpty();
        assertThat(new SignGuard(0.1, 3).reject(two)).isEmpty();
    }

    private static Rows rows(double[][] x) {
        double[] products = new double[Gram.length(x.length)];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j <= i; j++) {
                products[Gram.index(i, j)] = x[i][0] * x[j][0] + x[i][1] * x[j][1];
            }
        }
        return Rows.of(new RoundStatistics(
                IntStream.range(0, x.length)
                        .mapToObj(i -> new UpdateStatistics("p" + i, 1, products[Gram.index(i, i)]))
                        .toList(),
                Optional.of(Gram.ofTriangle(x.length, products))));
    }
}
