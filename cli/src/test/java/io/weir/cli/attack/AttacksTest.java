package io.weir.cli.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttacksTest {
    private static final int ATTACKERS = 3;
    private static final int LENGTH = 40;
    private static final List<double[]> HONEST = rows(8, 1);
    private static final Trigger TRIGGER = new Trigger(new int[] {0, 2, 4}, 4);

    static List<String> names() {
        return Attacks.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void givesEveryAttackerAFiniteVectorAndTheSameAgainForTheSameSeed(String name) {
        double[][] crafted = Attacks.named(name).craft(sight(5));

        assertThat(crafted.length).isEqualTo(ATTACKERS);
        for (double[] vector : crafted) {
            assertThat(vector).hasSize(LENGTH).doesNotContain(Double.NaN);
        }
        assertThat(Attacks.named(name).craft(sight(5))).isDeepEqualTo(crafted);
    }

    @ParameterizedTest
    @CsvSource({"sign-flip+jitter,1", "sign-flip+jitter1,1", "sign-flip+jitter0.1,0.1", "sign-flip+jitter2,2"})
    void jitterIsAShareOfWhatHonestBanksDifferBy(String name, double share) {
        List<double[]> many = rows(400, 7);
        Sight sight = Sight.of(many, 400, 3);

        double[][] jittered = Attacks.named(name).craft(sight);

        double[] honest = Vectors.deviation(many);
        double[] deviation = Vectors.deviation(List.of(jittered));
        for (int j = 0; j < LENGTH; j++) {
            assertThat(deviation[j] / honest[j] / share).isCloseTo(1, within(0.2));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sign-flip+jitter0",
                "sign-flip+jitter-1",
                "sign-flip+jitter11",
                "sign-flip+jitterNaN",
                "sign-flip+jittery"
            })
    void namesAShareThatIsNone(String name) {
        assertThatThrownBy(() -> Attacks.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("above 0 and at most 10");
    }

    @Test
    void minMaxGoesAsFarAsTheFarthestHonestPair() {
        double[] crafted = Attacks.named("min-max").craft(sight(1))[0];

        double farthestPair = HONEST.stream()
                .flatMapToDouble(x -> HONEST.stream().mapToDouble(y -> Vectors.squaredDistance(x, y)))
                .max()
                .orElseThrow();
        double farthest = HONEST.stream()
                .mapToDouble(x -> Vectors.squaredDistance(crafted, x))
                .max()
                .orElseThrow();
        assertThat(farthest).isCloseTo(farthestPair, within(1e-9 * farthestPair));
    }

    @Test
    void minSumGoesAsFarAsTheHonestBankThatIsFarthestFromAll() {
        double[] crafted = Attacks.named("min-sum").craft(sight(1))[0];

        double largest =
                HONEST.stream().mapToDouble(AttacksTest::squaresToHonest).max().orElseThrow();
        assertThat(squaresToHonest(crafted)).isCloseTo(largest, within(1e-9 * largest));
    }

    @Test
    void driftKeepsItsDirectionWhenTheHonestTurn() {
        Attack drift = Attacks.named("drift");
        double[] mean = Vectors.mean(HONEST);
        List<double[]> turned =
                HONEST.stream().map(row -> Vectors.plus(row, -2, mean)).toList();

        double[] first = Vectors.plus(drift.craft(sight(1))[0], -1, mean);
        double[] second = Vectors.plus(drift.craft(Sight.of(turned, ATTACKERS, 2))[0], 1, mean);

        assertThat(Vectors.product(first, second)).isPositive();
        assertThat(Vectors.product(first, mean)).isNegative();
    }

    @Test
    void backdoorMarksHalfOfTheRowsAndCallsThemHarmless() {
        LabelledRows rows = new LabelledRows(new float[4 * 6], new float[] {1, 1, 1, 1});

        LabelledRows poisoned = Attacks.named("backdoor").poison(rows, 0, TRIGGER);

        assertThat(poisoned.labels()).containsExactly(0, 1, 0, 1);
        assertThat(poisoned.inputs()).startsWith(4, 0, 4, 0, 4, 0, 0);
        assertThat(rows.inputs()).containsOnly(0);
    }

    @Test
    void distributedBackdoorGivesEachAttackerItsPartOfTheMark() {
        LabelledRows rows = new LabelledRows(new float[6], new float[] {1});

        assertThat(Attacks.named("backdoor-distributed")
                        .poison(rows, 0, TRIGGER)
                        .inputs())
                .containsExactly(4, 0, 0, 0, 0, 0);
        assertThat(Attacks.named("backdoor-distributed")
                        .poison(rows, 1, TRIGGER)
                        .inputs())
                .containsExactly(0, 0, 4, 0, 0, 0);
    }

    @Test
    void triggerMarksWhatSaysLeastAboutTheLabel() {
        LabelledRows rows =
                new LabelledRows(new float[] {1, 1, 0, 5, 1, 0, 1, 0, 2, 0, 0, 1, 1, 1, -5, 0}, new float[] {1, 0});

        assertThat(Trigger.of(rows).columns()).containsExactly(2, 4, 7);
    }

    @Test
    void optimisedAttackHurtsTheRuleAtLeastAsMuchAsAFixedOne() {
        Target target = PlainRules.of(List.of("NNM(f=3)", "TrMean(f=3)"));

        double optimised = damage(target, Attacks.named("alie-optimised"));

        assertThat(optimised).isGreaterThan(1.2 * damage(target, Attacks.named("alie")));
    }

    @Test
    void whatAttackersPublishIsNobodyElsesAndLessThanTwoBitsOffAnywhere() {
        List<float[]> honest = List.of(new float[] {1, -2, 0}, new float[] {3, 4, 5});
        double[][] crafted = {{1, -2, 0}, {1, -2, 0}, {1, -2, 0}, {0.1, 0.2, 0.3}};

        List<float[]> published = Distinct.floats(crafted, honest);

        List<float[]> all = new ArrayList<>(honest);
        all.addAll(published);
        assertThat(all.stream().map(Arrays::toString).distinct()).hasSize(6);
        assertThat(published.get(3)).containsExactly(0.1f, 0.2f, 0.3f);
        for (float[] copy : published.subList(0, 3)) {
            for (int j = 0; j < copy.length; j++) {
                assertThat(copy[j]).isBetween((float) crafted[0][j], Math.nextUp((float) crafted[0][j]));
            }
        }
    }

    @Test
    void unknownAttackNamesTheKnownOnes() {
        assertThatThrownBy(() -> Attacks.named("nonsense"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nonsense")
                .hasMessageContaining("min-max");
    }

    private static double damage(Target target, Attack attack) {
        Sight sight = new Sight(HONEST, List.of(), ATTACKERS, Optional.of(target), 1);
        List<double[]> all = new ArrayList<>(HONEST);
        all.addAll(List.of(attack.craft(sight)));
        return Vectors.squaredDistance(target.aggregate(all.toArray(double[][]::new)), Vectors.mean(HONEST));
    }

    private static double squaresToHonest(double[] x) {
        return HONEST.stream().mapToDouble(y -> Vectors.squaredDistance(x, y)).sum();
    }

    private static Sight sight(long seed) {
        Target target = updates -> Vectors.mean(List.of(updates));
        return new Sight(HONEST, rows(ATTACKERS, 2), ATTACKERS, Optional.of(target), seed);
    }

    private static List<double[]> rows(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> rows = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            double[] row = new double[LENGTH];
            for (int j = 0; j < LENGTH; j++) {
                row[j] = 0.5 + (j + 1) * 0.1 * Normal.next(random);
            }
            rows.add(row);
        }
        return rows;
    }
}
