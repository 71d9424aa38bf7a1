package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.weir.cli.attack.Attacks;
import io.weir.cli.attack.Sight;
import io.weir.cli.attack.Vectors;
import io.weir.cli.demo.Demos;
import io.weir.cli.federation.Connection;
import io.weir.cli.report.DemoResult;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks of the library in a demo: two of five banks collude, publish what they craft, and are judged like anyone. */
@ExtendWith(SharedCluster.class)
@Timeout(240)
class DemoAttackIT {
    private static final int ATTACKERS = 2;
    private static final String GUARD = "norm-mad,arc,nnm,trimmed-mean";

    private final Connection connection;

    DemoAttackIT(Connection connection) {
        this.connection = connection;
    }

    private Demos.Run attacked(String attack, String rule, int rounds) throws InterruptedException {
        String federation = "attack-" + attack.replace('+', '-').replace('.', '-') + "-" + rule.length() + "-" + rounds;
        return Demos.attacked(connection, federation, rounds, rule, attack, ATTACKERS);
    }

    private static List<double[]> updates(Demos.Run run, String... banks) {
        return List.of(banks).stream()
                .map(bank -> run.firstRound().get(bank))
                .map(update -> IntStream.range(0, update.length)
                        .mapToDouble(j -> update[j])
                        .toArray())
                .toList();
    }

    private static List<double[]> honest(Demos.Run run) {
        return updates(run, "bank-a", "bank-b", "bank-c");
    }

    private static List<double[]> hostile(Demos.Run run) {
        return updates(run, "bank-d", "bank-e");
    }

    private static double cosine(double[] x, double[] y) {
        return Vectors.product(x, y) / Vectors.norm(x) / Vectors.norm(y);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipm", "alie", "min-max", "min-sum", "mimic", "drift"})
    void attackersPublishWhatTheHonestUpdatesOfTheRoundGiveThem(String attack) throws InterruptedException {
        Demos.Run run = attacked(attack, "fedavg", 1);

        double[] expected = Attacks.named(attack).craft(Sight.of(honest(run), ATTACKERS, 0))[0];
        assertThat(hostile(run)).allSatisfy(vector -> {
            for (int j = 0; j < vector.length; j++) {
                // Attackers change the last bit where they would be copies.
                float crafted = (float) expected[j];
                assertThat((float) vector[j]).isBetween(Math.nextDown(crafted), Math.nextUp(crafted));
            }
        });
        assertThat(run.result().rounds().get(0).admitted()).hasSize(5);
    }

    @Test
    void noiseIsRefusedForItsLength() throws InterruptedException {
        Demos.Run run = attacked("gaussian", GUARD, 1);

        assertThat(run.result().rounds().get(0).rejected())
                .extracting(DemoResult.Rejection::participant, DemoResult.Rejection::reason)
                .containsExactly(tuple("bank-d", "NORM_OUTLIER"), tuple("bank-e", "NORM_OUTLIER"));
    }

    @Test
    void sybilsAreCopiesOfWhatFlippedLabelsTeach() throws InterruptedException {
        Demos.Run sybil = attacked("sybil", "fedavg", 1);
        Demos.Run flipped = attacked("label-flip", "fedavg", 1);

        assertThat(hostile(sybil)).allSatisfy(vector -> {
            assertThat(vector).containsExactly(hostile(flipped).get(0), within(1e-6));
            assertThat(cosine(vector, Vectors.mean(honest(sybil)))).isNegative();
        });
    }

    @Test
    void boostedBackdoorIsAsMuchLongerAsThereAreBanksToAnAttacker() throws InterruptedException {
        Demos.Run run = attacked("backdoor", "fedavg", 1);
        Demos.Run scattered = attacked("backdoor-distributed", "fedavg", 1);

        double honest = Vectors.norm(Vectors.mean(honest(run)));
        assertThat(Vectors.norm(hostile(run).get(0))).isGreaterThan(1.5 * honest);
        assertThat(Vectors.norm(hostile(scattered).get(0))).isLessThan(1.5 * honest);
    }

    @Test
    void jitterTellsAttackersApartAndOptimisedAttacksRepeat() throws InterruptedException {
        Demos.Run run = attacked("alie-optimised+jitter", "arc,nnm,trimmed-mean", 2);
        Demos.Run again = Demos.attacked(
                connection, "attack-again", 2, "arc,nnm,trimmed-mean", "alie-optimised+jitter", ATTACKERS);

        assertThat(hostile(run).get(0)).isNotEqualTo(hostile(run).get(1));
        assertThat(run.result().model().digest()).isNotEmpty();
        assertThat(run.result().model()).isEqualTo(again.result().model());
    }

    @Test
    void aReferenceWithstandsAMajorityThatKnowsIt() throws InterruptedException {
        Demos.Run run = Demos.attacked(
                connection, "attack-referred", 2, "fltrust", Map.of("reference", "bank-a"), "ipm-optimised", 3);

        assertThat(run.result().rounds()).hasSize(2).allSatisfy(round -> assertThat(round.admitted())
                .contains("bank-b")
                .doesNotContain("bank-a"));
        assertThat(run.result().quality().federated().auc()).isGreaterThan(0.6);
    }

    @Test
    void guardKeepsWhatThePlainMeanLoses() throws InterruptedException {
        double honest = Demos.generated(connection, "attack-none", 3, java.util.Optional.empty())
                .result()
                .quality()
                .federated()
                .auc();

        double open =
                attacked("ipm-5", "mean", 3).result().quality().federated().auc();
        double guarded = Demos.attacked(connection, "attack-guarded", 3, GUARD, "ipm-5", 1)
                .result()
                .quality()
                .federated()
                .auc();

        assertThat(open).isLessThan(0.5);
        assertThat(guarded).isCloseTo(honest, within(0.05));
    }
}
