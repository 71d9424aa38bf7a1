package io.weir.publisher.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FedAvgTest {
    private static final MathContext EXACT = new MathContext(60);

    @Test
    void addsTheWeightedMeanToTheSliceOnly() {
        float[] parameters = {1, 1, 1, 1};

        new FedAvg(1).step(parameters, 1, new long[] {8, -4}, new AggregateScale(2, 4));

        assertThat(parameters).containsExactly(1, 1.5f, 0.75f, 1);
    }

    @Test
    void scalesTheStepByTheLearningRate() {
        float[] parameters = {1};

        new FedAvg(0.5).step(parameters, 0, new long[] {4}, new AggregateScale(0, 4));

        assertThat(parameters).containsExactly(1.5f);
    }

    @Property
    void equalsTheReferenceInExactArithmetic(
            @ForAll @FloatRange(min = -100, max = 100) float old,
            @ForAll @LongRange(min = -(1L << 61), max = 1L << 61) long sum,
            @ForAll @IntRange(min = 30, max = 62) int scaleBits,
            @ForAll @LongRange(min = 1, max = 1L << 30) long totalWeight,
            @ForAll @DoubleRange(min = 0.01, max = 10) double learningRate) {
        float[] parameters = {old};
        BigDecimal mean = new BigDecimal(sum)
                .divide(new BigDecimal(BigInteger.TWO.pow(scaleBits)), EXACT)
                .divide(new BigDecimal(totalWeight), EXACT);
        BigDecimal reference = new BigDecimal(old).add(mean.multiply(new BigDecimal(learningRate)), EXACT);

        new FedAvg(learningRate).step(parameters, 0, new long[] {sum}, new AggregateScale(scaleBits, totalWeight));

        BigDecimal error = new BigDecimal(parameters[0]).subtract(reference).abs();
        assertThat(error).isLessThanOrEqualTo(new BigDecimal(allowedError(old, reference.floatValue())));
    }

    /** Half a float ulp of the result, plus what a few roundings in double leave where old and step cancel. */
    private static double allowedError(float old, float result) {
        return 0.5 * Math.ulp(result) + 8 * Math.ulp((double) Math.max(Math.abs(old), Math.abs(result)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "NaN", "Infinity", "fast"})
    void rejectsALearningRateThatIsNotPositive(String rate) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerOptimizers.named("fedavg", Map.of("learning.rate", rate)))
                .withMessageContaining("learning.rate")
                .withMessageContaining("positive");
    }

    @Test
    void isFoundByNameInAnyCaseWithLearningRateOne() {
        assertThat(ServerOptimizers.named("FedAvg", Map.of())).isEqualTo(new FedAvg(1));
    }

    @Test
    void unknownNamesAreAnsweredWithTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerOptimizers.named("fedmagic", Map.of()))
                .withMessageContaining("fedmagic")
                .withMessageContaining("fedavg");
    }

    @Test
    void unknownParametersAreAnsweredWithTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerOptimizers.named("fedavg", Map.of("momentum", "0.9")))
                .withMessageContaining("momentum")
                .withMessageContaining("learning.rate");
    }
}
