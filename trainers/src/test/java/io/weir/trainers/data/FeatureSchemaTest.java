package io.weir.trainers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.trainers.data.InferenceOptions.FeatureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureSchemaTest {
    private static final Set<String> NOTHING = Set.of();

    @TempDir
    private Path folder;

    private CsvTable table(String text) throws IOException {
        return CsvTable.load(Files.writeString(folder.resolve("bank.csv"), text));
    }

    @Test
    void textAndFewWholeNumbersAreCategoriesOtherNumbersAreNumeric() throws IOException {
        CsvTable table = table("id,city,grade,amount,bad\n7,b,10,1.5,0\n8,a,9,2,1\n9,b,-2,3,0\n");

        FeatureSchema schema = FeatureSchema.infer(table, "bad", Set.of("id"));

        assertThat(schema.label()).isEqualTo("bad");
        assertThat(schema.positive()).isEqualTo("1");
        assertThat(schema.negative()).isEqualTo("0");
        assertThat(schema.features())
                .containsExactly(
                        new Feature.Categorical("city", List.of("a", "b")),
                        new Feature.Categorical("grade", List.of("-2", "9", "10")),
                        new Feature.Numeric("amount"));
    }

    @Test
    void thirteenDistinctWholeNumbersAreNumericTwelveAreCodes() throws IOException {
        String rows = IntStream.range(0, 26)
                .mapToObj(i -> (i % 12) + "," + (i % 13) + "," + (i % 2))
                .collect(Collectors.joining("\n"));

        FeatureSchema schema = FeatureSchema.infer(table("twelve,thirteen,y\n" + rows + "\n"), "y", NOTHING);

        assertThat(schema.features().get(0)).isInstanceOf(Feature.Categorical.class);
        assertThat(schema.features().get(1)).isEqualTo(new Feature.Numeric("thirteen"));
    }

    @Test
    void kindsCanBeOverridden() throws IOException {
        CsvTable table = table("code,y\n1,no\n2,yes\n");

        FeatureSchema schema =
                FeatureSchema.infer(table, InferenceOptions.of("y").withKind("code", FeatureKind.NUMERIC));

        assertThat(schema.features()).containsExactly(new Feature.Numeric("code"));
        assertThat(schema.positive()).isEqualTo("yes");
    }

    @Test
    void textCannotBeDeclaredNumeric() throws IOException {
        CsvTable table = table("code,y\n1,0\nx,1\n");
        InferenceOptions options = InferenceOptions.of("y").withKind("code", FeatureKind.NUMERIC);

        assertThatThrownBy(() -> FeatureSchema.infer(table, options))
                .hasMessageContaining("'code'")
                .hasMessageContaining("line 3");
    }

    @Test
    void anAmbiguousLabelNeedsItsPositiveValue() throws IOException {
        CsvTable table = table("a,y\n1.5,good\n2.5,bad\n");

        assertThatThrownBy(() -> FeatureSchema.infer(table, "y", NOTHING)).hasMessageContaining("[bad, good]");
        assertThat(FeatureSchema.infer(table, InferenceOptions.of("y").withPositive("bad"))
                        .negative())
                .isEqualTo("good");
        assertThatThrownBy(() ->
                        FeatureSchema.infer(table, InferenceOptions.of("y").withPositive("ugly")))
                .hasMessageContaining("'ugly'");
    }

    @Test
    void aLabelWithOneOrThreeValuesIsRefused() throws IOException {
        CsvTable one = table("a,y\n1.5,0\n2.5,0\n");
        CsvTable three = table("a,y\n1.5,0\n2.5,1\n3.5,2\n");

        assertThatThrownBy(() -> FeatureSchema.infer(one, "y", NOTHING)).hasMessageContaining("only the value");
        assertThatThrownBy(() -> FeatureSchema.infer(three, "y", NOTHING)).hasMessageContaining("more than two values");
    }

    @Test
    void textWithTooManyValuesIsToBeDropped() throws IOException {
        String rows =
                IntStream.range(0, 65).mapToObj(i -> "c" + i + "," + (i % 2)).collect(Collectors.joining("\n"));
        CsvTable table = table("name,y\n" + rows + "\n");

        assertThatThrownBy(() -> FeatureSchema.infer(table, "y", NOTHING))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("--drop name");
    }

    @Test
    void droppingAnUnknownColumnIsRefused() throws IOException {
        CsvTable table = table("a,y\n1.5,0\n2.5,1\n");

        assertThatThrownBy(() -> FeatureSchema.infer(table, "y", Set.of("ID"))).hasMessageContaining("'ID'");
    }

    @Test
    void jsonKeepsEverything() {
        FeatureSchema schema = new FeatureSchema(
                "y",
                "no",
                "yes",
                List.of(new Feature.Numeric("amount"), new Feature.Categorical("city", List.of("b", "a", "ü\""))));

        FeatureSchema read = FeatureSchema.fromJson(schema.toJson());

        assertThat(read).isEqualTo(schema);
    }

    private static FeatureSchema numeric(Feature... features) {
        return new FeatureSchema("y", "0", "1", List.of(features));
    }

    /** What federations have written so far, byte for byte: it is part of their models' digests. */
    @Test
    void aSchemaWithoutScalesIsWrittenAndReadAsEver() {
        String json = "{\"label\":\"y\",\"negative\":\"0\",\"positive\":\"1\",\"features\":"
                + "[{\"type\":\"numeric\",\"name\":\"amount\"},"
                + "{\"type\":\"categorical\",\"name\":\"city\",\"categories\":[\"a\"]}]}";

        FeatureSchema schema = FeatureSchema.fromJson(json);

        assertThat(schema.toJson()).isEqualTo(json);
        assertThat(schema.namesScales()).isFalse();
        assertThat(schema.unscaledColumns()).containsExactly("amount");
    }

    @Test
    void jsonNamesCentreAndScale() {
        FeatureSchema schema =
                numeric(new Feature.Numeric("amount", 52.1, 1.0 / 3), new Feature.Categorical("city", List.of("a")));

        assertThat(schema.toJson())
                .contains("{\"type\":\"numeric\",\"name\":\"amount\",\"centre\":52.1,\"scale\":0.3333333333333333}");
        assertThat(FeatureSchema.fromJson(schema.toJson())).isEqualTo(schema);
        assertThat(schema.namesScales()).isTrue();
        assertThat(schema.unscaledColumns()).isEmpty();
        assertThat(schema.withoutScales())
                .isEqualTo(numeric(new Feature.Numeric("amount"), new Feature.Categorical("city", List.of("a"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"centre\":1|feature 'amount' has a centre but no scale",
                "\"scale\":1|feature 'amount' has a scale but no centre",
                "\"centre\":1,\"scale\":0|the scale 0.0",
                "\"centre\":1,\"scale\":-2|the scale -2.0",
                "\"centre\":1,\"scale\":\"NaN\"|the scale NaN",
                "\"centre\":1,\"scale\":1e999|the scale Infinity",
                "\"centre\":\"-Infinity\",\"scale\":1|the centre -Infinity",
            })
    void whatScalesNothingIsRefused(String numbers, String reason) {
        assertThatThrownBy(() ->
                        FeatureSchema.fromJson("{\"label\":\"y\",\"negative\":\"0\",\"positive\":\"1\",\"features\":"
                                + "[{\"type\":\"numeric\",\"name\":\"amount\"," + numbers + "}]}"))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void allNumericColumnsHaveScalesOrNone() {
        assertThatThrownBy(() ->
                        numeric(new Feature.Numeric("a", 0.0, 1.0), new Feature.Numeric("b"), new Feature.Numeric("c")))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("columns [b, c] have no centre and scale");
    }

    @Test
    void aSampleTellsCentreAndScale() {
        Dataset sample = new Dataset(
                numeric(new Feature.Numeric("amount"), new Feature.Categorical("city", List.of("a"))),
                new float[] {1, 0, 5, 0, Float.NaN, 0},
                new float[3],
                List.of());

        assertThat(sample.schema().scaledBy(sample).features())
                .containsExactly(
                        new Feature.Numeric("amount", 3.0, 2.0), new Feature.Categorical("city", List.of("a")));
    }

    @Test
    void aColumnOfTheSampleWithoutSpreadIsNamed() {
        Dataset sample = new Dataset(
                numeric(new Feature.Numeric("a"), new Feature.Numeric("b"), new Feature.Numeric("c")),
                new float[] {1, 7, Float.NaN, 2, 7, Float.NaN},
                new float[2],
                List.of());

        assertThatThrownBy(() -> sample.schema().scaledBy(sample)).hasMessageContaining("columns [b, c]");
    }

    @Test
    void foreignJsonIsRefusedWithTheReason() {
        assertThatThrownBy(() -> FeatureSchema.fromJson("[1]")).isInstanceOf(InvalidDataException.class);
        assertThatThrownBy(() -> FeatureSchema.fromJson("null")).isInstanceOf(InvalidDataException.class);
        assertThatThrownBy(() -> FeatureSchema.fromJson(
                        "{\"label\":\"y\",\"negative\":\"0\",\"positive\":\"1\",\"features\":[]}"))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("0 features");
    }
}
