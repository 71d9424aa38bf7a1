package io.weir.privacy.dp.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.privacy.dp.accounting.SubsampledGaussianLoss.Direction;
import java.util.function.UnaryOperator;
import org.apache.commons.numbers.gamma.Erfc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PldAccountantTest {
    private static double epsilon(double delta, GaussianPlan... plans) {
        PldAccountant accountant = new PldAccountant();
        for (GaussianPlan plan : plans) {
            accountant.add(plan);
        }
        return accountant.epsilon(delta);
    }

    /** Upper bounds whose error is at most 0.01, of a third implementation. */
    @ParameterizedTest
    @CsvSource({
        "0.8, 0.001, 100, 0.270403",
        "1.5, 0.001, 100, 0.039369",
        "0.8, 0.05, 100, 6.741052",
        "1.5, 0.05, 100, 1.953853",
        "3, 0.05, 100, 0.767934",
        "0.8, 0.2, 100, 24.333664",
        "3, 0.2, 100, 3.381221",
        "1.5, 0.05, 1000, 6.209969",
        "2, 0.001, 50000, 0.491355"
    })
    void liesWithinTheBoundsOfAnotherAccountant(double noise, double rate, long steps, double upper) {
        assertThat(epsilon(1e-6, new GaussianPlan(rate, noise, steps))).isBetween(upper - 0.012, upper);
    }

    /** The reference is an upper bound, a hundredth above. */
    @Test
    void manyStepsLieWithinTheBoundsOfAnotherAccountant() {
        assertThat(epsilon(1e-5, new GaussianPlan(0.04, 1.5, 2250))).isBetween(6.777395712 - 0.012, 6.777395712);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.7, 2, 10.1224946", "0.01, 0.7, 120, 2.4612381", "0.01, 0.35, 120, 18.6977407"})
    void agreesWithOtherImplementations(double rate, double noise, long steps, double expected) {
        assertThat(epsilon(1e-5, new GaussianPlan(rate, noise, steps))).isCloseTo(expected, within(expected * 1e-4));
    }

    /** Without sampling, T steps with σ are one step with σ/√T, whose cost is known exactly. */
    @ParameterizedTest
    @CsvSource({
        "0.7, 2, 1e-5",
        "0.35, 2, 1e-5",
        "4.530877117, 1, 1e-6",
        "30, 1000, 1e-9",
        "200, 50000, 1e-7",
        "0.1, 1, 1e-5"
    })
    void isNeverBelowTheTruthAndCloseToIt(double noise, long steps, double delta) {
        double truth = AnalyticGaussian.epsilon(noise / Math.sqrt((double) steps), delta);

        assertThat(epsilon(delta, new GaussianPlan(1, noise, steps))).isBetween(truth, truth * 1.001 + 1e-6);
    }

    /** Between the two values of a neighbouring pair, δ(0) is the total variation: of a sample with rate q, q times that of the Gaussian. */
    @ParameterizedTest
    @CsvSource({"0.01, 1", "0.3, 0.5", "0.9, 2"})
    void deltaAtZeroIsTheTotalVariation(double rate, double noise) {
        PldAccountant accountant = new PldAccountant();
        accountant.add(new GaussianPlan(rate, noise, 1));

        double truth = rate * AnalyticGaussian.delta(0, noise);

        assertThat(accountant.delta(0)).isBetween(truth, truth * (1 + 1e-5));
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void aGridKeepsTheMassOfBothNeighbours(Direction direction) {
        LossMasses masses = new SubsampledGaussianLoss(0.2, 0.8, direction).onGrid(0.01);

        double own = masses.infinite();
        double other = 0;
        for (int i = 0; i < masses.masses().length; i++) {
            own += masses.masses()[i];
            other += masses.masses()[i] * Math.exp(-(masses.first() + i) * masses.interval());
        }

        assertThat(own).isCloseTo(1, within(1e-12));
        assertThat(other).isCloseTo(1, within(1e-12));
    }

    @Test
    void aCoarserGridIsNeverCheaper() {
        SubsampledGaussianLoss loss = new SubsampledGaussianLoss(0.1, 0.9, Direction.REMOVE);

        double fine = loss.onGrid(0.001).delta(1.105);

        assertThat(loss.onGrid(0.25).delta(1.105)).isGreaterThan(fine * 1.001);
        assertThat(loss.onGrid(0.01).delta(1.105)).isGreaterThan(fine);
    }

    /** δ of three steps, with every loss rounded to a multiple of {@code interval}. */
    private static double rounded(
            double rate, double noise, double epsilon, double interval, UnaryOperator<Double> rounding) {
        int reach = 400;
        double[] one = new double[2 * reach + 1];
        double cell = noise / 5000;
        for (double x = -9 * noise + cell / 2; x < 1 + 9 * noise; x += cell) {
            double without = Math.exp(-x * x / (2 * noise * noise));
            double with = Math.exp(-(x - 1) * (x - 1) / (2 * noise * noise));
            double mixture = (1 - rate) * without + rate * with;
            double loss = Math.log(mixture / without);
            one[(int) (double) rounding.apply(loss / interval) + reach] +=
                    mixture * cell / (noise * Math.sqrt(2 * Math.PI));
        }
        double delta = 0;
        for (int a = 0; a < one.length; a++) {
            for (int b = 0; b < one.length && one[a] > 0; b++) {
                for (int c = 0; c < one.length && one[b] > 0; c++) {
                    double loss = (a + b + c - 3 * reach) * interval;
                    delta += loss > epsilon && one[c] > 0 ? one[a] * one[b] * one[c] * -Math.expm1(epsilon - loss) : 0;
                }
            }
        }
        return delta;
    }

    @ParameterizedTest
    @CsvSource({"0.3, 1, 0.5", "0.3, 1, 2", "0.05, 0.8, 1"})
    void liesBetweenLossesRoundedDownAndUp(double rate, double noise, double epsilon) {
        PldAccountant accountant = new PldAccountant();
        accountant.add(new GaussianPlan(rate, noise, 3));
        double interval = 0.03;

        double delta = accountant.delta(epsilon);

        assertThat(delta)
                .isGreaterThan(rounded(rate, noise, epsilon, interval, Math::floor))
                .isLessThan(rounded(rate, noise, epsilon, interval, Math::ceil));
    }

    @Test
    void bothDirectionsCount() {
        GaussianPlan plan = new GaussianPlan(0.5, 1, 1);
        double removed = new SubsampledGaussianLoss(0.5, 1, Direction.REMOVE)
                .onGrid(1e-3)
                .epsilon(0.05);
        double added =
                new SubsampledGaussianLoss(0.5, 1, Direction.ADD).onGrid(1e-3).epsilon(0.05);

        assertThat(removed).isNotCloseTo(added, within(1e-2));
        assertThat(epsilon(0.05, plan)).isCloseTo(Math.max(removed, added), within(1e-3));
    }

    /** δ of one step is known in closed form for either neighbour (Zhu, Dong, Wang 2022, "Optimal accounting …", section 4). */
    @ParameterizedTest
    @CsvSource({"0.5, 1, 0.3", "0.2, 0.7, 0.1", "0.05, 1, 0.02", "0.9, 2, 0.5"})
    void eachDirectionsStepHasItsClosedForm(double rate, double noise, double epsilon) {
        double lossRemoved = outputOf(rate, noise, epsilon);
        double removed = (1 - rate) * normal(-lossRemoved / noise)
                + rate * normal((1 - lossRemoved) / noise)
                - Math.exp(epsilon) * normal(-lossRemoved / noise);
        double lossAdded = outputOf(rate, noise, -epsilon);
        double added = normal(lossAdded / noise)
                - Math.exp(epsilon) * ((1 - rate) * normal(lossAdded / noise) + rate * normal((lossAdded - 1) / noise));

        assertThat(delta(Direction.REMOVE, rate, noise, epsilon)).isBetween(removed * (1 - 1e-9), removed * (1 + 1e-4));
        assertThat(delta(Direction.ADD, rate, noise, epsilon)).isBetween(added * (1 - 1e-9), added * (1 + 1e-4));
    }

    private static double delta(Direction direction, double rate, double noise, double epsilon) {
        return new SubsampledGaussianLoss(rate, noise, direction).onGrid(1e-5).delta(epsilon);
    }

    /** Where the mixture is e^{@code ratio} times as likely as the Gaussian. */
    private static double outputOf(double rate, double noise, double ratio) {
        return 0.5 + noise * noise * Math.log((Math.exp(ratio) - 1 + rate) / rate);
    }

    private static double normal(double x) {
        return Erfc.value(-x / Math.sqrt(2)) / 2;
    }

    @Test
    void differentMechanismsAddUp() {
        double truth = AnalyticGaussian.epsilon(1 / Math.sqrt(3 / 4.0 + 5 / 9.0), 1e-5);

        double spent = epsilon(1e-5, new GaussianPlan(1, 2, 1), new GaussianPlan(1, 3, 5), new GaussianPlan(1, 2, 2));

        assertThat(spent).isBetween(truth, truth + 1e-4);
    }

    @Test
    void neverAboveRdp() {
        GaussianPlan plan = new GaussianPlan(0.02, 0.9, 400);

        assertThat(epsilon(1e-6, plan)).isLessThan(Accounting.RDP.epsilon(plan, 1e-6));
    }

    @Test
    void nothingCostsNothing() {
        assertThat(epsilon(1e-5)).isZero();
    }

    @Test
    void anUnreachableDeltaIsInfinite() {
        assertThat(epsilon(1e-30, new GaussianPlan(0.1, 1, 100_000))).isInfinite();
    }
}
