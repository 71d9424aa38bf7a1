package io.weir.trainers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PreprocessorTest {
    private static final float MISSING = Float.NaN;

    @Test
    void numbersAreStandardisedAndCategoriesOneHot() {
        Dataset data =
                new Dataset(Tables.MIXED, new float[] {1, 0, 3, 2, MISSING, MISSING}, new float[] {0, 1, 0}, List.of());
        FederatedStatistics statistics = FederatedStatistics.of(data);
        Preprocessor preprocessor = new Preprocessor(statistics);

        float[] output = preprocessor.transform(data);

        assertThat(preprocessor.outputNames()).containsExactly("amount", "city=a", "city=b", "city=c");
        assertThat(Preprocessor.outputWidth(Tables.MIXED)).isEqualTo(4);
        assertThat(output).containsExactly(-1, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0);
        assertThat(statistics.positiveRate()).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void aColumnWithoutSpreadBecomesZero() {
        Dataset data =
                new Dataset(Tables.MIXED, new float[] {0.1f, 0, 0.1f, 0, 0.1f, 0}, new float[] {0, 1, 0}, List.of());

        float[] output = new Preprocessor(FederatedStatistics.of(data)).transform(data);

        assertThat(output).containsExactly(0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0);
    }

    @Test
    void aSmallSpreadFarFromZeroSurvivesTheDifferenceOfSums() {
        float[] features = new float[2_000];
        for (int row = 0; row < 1_000; row++) {
            features[2 * row] = 1_000_000 + row % 2;
        }
        Dataset data = new Dataset(Tables.MIXED, features, new float[1_000], List.of());
        FederatedStatistics travelled = FederatedStatistics.fromSummedLimbs(
                Tables.MIXED, FederatedStatistics.of(data).toLimbs());

        float[] output = new Preprocessor(travelled).transform(data);

        assertThat(output[0]).isCloseTo(-1, within(1e-3f));
        assertThat(output[4]).isCloseTo(1, within(1e-3f));
    }

    @Test
    void statisticsOfNoRowsTransformToZero() {
        Dataset empty = Tables.mixed(0, 1, 0.5, 1);
        Preprocessor preprocessor = new Preprocessor(FederatedStatistics.of(empty));

        assertThat(preprocessor.transform(empty)).isEmpty();
        assertThat(preprocessor.transform(Tables.mixed(20, 1, 0.5, 1))).doesNotContain(Float.NaN);
        assertThat(FederatedStatistics.of(empty).positiveRate()).isZero();
    }

    private static final FeatureSchema SCALED = new FeatureSchema(
            "y",
            "0",
            "1",
            List.of(new Feature.Numeric("amount", 10.0, 4.0), new Feature.Categorical("city", List.of("a", "b", "c"))));

    @Test
    void centreAndScaleOfTheSchemaNeedNobodysStatistics() {
        Dataset rows = new Dataset(SCALED, new float[] {12, 0, MISSING, 2}, new float[2], List.of());

        assertThat(Preprocessor.of(SCALED).transform(rows)).containsExactly(0.5f, 1, 0, 0, 0, 0, 0, 1);
    }

    @Test
    void noValueIsFurtherFromAPublicCentreThanAHundredScales() {
        Dataset rows = new Dataset(
                SCALED, new float[] {Float.MAX_VALUE, 0, -Float.MAX_VALUE, 0, 409, 0}, new float[3], List.of());

        float[] output = Preprocessor.of(SCALED).transform(rows);

        assertThat(new float[] {output[0], output[4], output[8]}).containsExactly(100, -100, 99.75f);
    }

    @Test
    void withoutCentreAndScaleStatisticsAreNeeded() {
        assertThatThrownBy(() -> Preprocessor.of(Tables.MIXED))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("[amount]");
    }

    @Test
    void rowsOfAnotherSchemaAreRefused() {
        FeatureSchema other = new FeatureSchema("y", "0", "1", List.of(new Feature.Numeric("x")));
        Preprocessor preprocessor = new Preprocessor(FederatedStatistics.of(Tables.mixed(5, 1, 0.5, 1)));
        Dataset rows = new Dataset(other, new float[1], new float[1], List.of());

        assertThatThrownBy(() -> preprocessor.transform(rows)).isInstanceOf(IllegalArgumentException.class);
    }
}
