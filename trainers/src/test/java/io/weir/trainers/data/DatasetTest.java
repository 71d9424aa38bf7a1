package io.weir.trainers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {
    private static final FeatureSchema SCHEMA = new FeatureSchema(
            "y", "0", "1", List.of(new Feature.Categorical("city", List.of("a", "b")), new Feature.Numeric("amount")));

    @TempDir
    private Path folder;

    private CsvTable table(String text) throws IOException {
        return CsvTable.load(Files.writeString(folder.resolve("bank.csv"), text));
    }

    @Test
    void rowsAreEncodedInTheSchemasOrder() throws IOException {
        CsvTable table = table("amount,y,city\n1.5,1,b\nNA,0,a\n2,0,\n3,1,elsewhere\n");

        Dataset data = Dataset.of(table, SCHEMA);

        float missing = Float.NaN;
        assertThat(data.features()).containsExactly(1, 1.5f, 0, missing, missing, 2, missing, 3);
        assertThat(data.labels()).containsExactly(1, 0, 0, 1);
        assertThat(data.positives()).isEqualTo(2);
    }

    @Test
    void aBankWithOneClassOnlyCanBeEncoded() throws IOException {
        Dataset data = Dataset.of(table("amount,y,city\n1.5,0,b\n"), SCHEMA);

        assertThat(data.positives()).isZero();
    }

    @Test
    void aForeignOrMissingLabelIsNamedWithItsLine() throws IOException {
        CsvTable foreign = table("amount,y,city\n1.5,1,b\n1.5,2,b\n");
        CsvTable missing = table("amount,y,city\n1.5,,b\n");

        assertThatThrownBy(() -> Dataset.of(foreign, SCHEMA))
                .hasMessageContaining("'2' on line 3")
                .hasMessageContaining("'0' and '1'");
        assertThatThrownBy(() -> Dataset.of(missing, SCHEMA)).hasMessageContaining("missing on line 2");
    }

    @Test
    void textInANumericFeatureIsNamedWithItsLine() throws IOException {
        CsvTable table = table("amount,y,city\n1.5,1,b\nlots,0,b\n");

        assertThatThrownBy(() -> Dataset.of(table, SCHEMA))
                .hasMessageContaining("'amount'")
                .hasMessageContaining("line 3");
    }

    @Test
    void aNumberBeyondFloat32IsRefused() throws IOException {
        CsvTable table = table("amount,y,city\n1e300,1,b\n");

        assertThatThrownBy(() -> Dataset.of(table, SCHEMA))
                .hasMessageContaining("'amount'")
                .hasMessageContaining("line 2");
    }

    @Test
    void theSplitColumnNeedNotBeAFeature() throws IOException {
        CsvTable table = table("amount,y,city,bank\n1,1,b,7\n2,0,b,8\n");

        Dataset data = Dataset.of(table, SCHEMA, Optional.of("bank"));

        assertThat(data.groups()).containsExactly("7", "8");
        assertThat(data.select(new int[] {1}).groups()).containsExactly("8");
    }

    @Test
    void aUnionHoldsAllRowsInOrder() {
        Dataset first = new Dataset(SCHEMA, new float[] {0, 1, 1, 2}, new float[] {0, 1}, List.of());
        Dataset empty = new Dataset(SCHEMA, new float[0], new float[0], List.of());
        Dataset second = new Dataset(SCHEMA, new float[] {1, 3}, new float[] {1}, List.of());

        Dataset union = Dataset.union(List.of(first, empty, second));

        assertThat(union.features()).containsExactly(0, 1, 1, 2, 1, 3);
        assertThat(union.labels()).containsExactly(0, 1, 1);
    }
}
