package io.weir.trainers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("bank.csv"), text);
    }

    @Test
    void numbersTextAndMissingCellsAreToldApart() throws IOException {
        Path file = file("amount,kind\n1.5,a\nNA,?\n,b\n-2e3,a\n");

        CsvTable table = CsvTable.load(file);

        assertThat(table.rows()).isEqualTo(4);
        assertThat(table.column("amount")).isInstanceOfSatisfying(Column.NumericColumn.class, amount -> {
            assertThat(amount.value(0)).isEqualTo(1.5);
            assertThat(amount.isMissing(1)).isTrue();
            assertThat(amount.isMissing(2)).isTrue();
            assertThat(amount.value(3)).isEqualTo(-2000);
        });
        assertThat(table.column("kind")).isInstanceOfSatisfying(Column.TextColumn.class, kind -> {
            assertThat(kind.distinct()).containsExactly("a", "b");
            assertThat(kind.isMissing(1)).isTrue();
            assertThat(kind.category(3)).isEqualTo("a");
        });
    }

    @Test
    void quotedCellsMayHoldCommasAndLineBreaks() throws IOException {
        Path file = file("\"name\",n\r\n\"a, b\nc\",1\r\n");

        CsvTable table = CsvTable.load(file);

        assertThat(table.column("name").category(0)).isEqualTo("a, b\nc");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
        Path file = file("\uFEFF\"a\",b\n1,2\n");

        CsvTable table = CsvTable.load(file);

        assertThat(table.columns()).extracting(Column::name).containsExactly("a", "b");
    }

    @Test
    void banksThatWriteNumbersDifferentlyAgreeOnCategories() throws IOException {
        CsvTable numbers = CsvTable.load(file("code\n1.0\n0.5\n"));
        CsvTable text = CsvTable.load(file("code\n01\n0.50\nother\n"));

        assertThat(numbers.column("code").category(0)).isEqualTo("1");
        assertThat(text.column("code").category(0)).isEqualTo("1");
        assertThat(numbers.column("code").category(1))
                .isEqualTo(text.column("code").category(1));
    }

    @Test
    void gzipIsReadByItsName() throws IOException {
        Path file = folder.resolve("bank.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("a\n1\n2\n".getBytes(StandardCharsets.UTF_8));
        }

        CsvTable table = CsvTable.load(file);

        assertThat(table.rows()).isEqualTo(2);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> CsvTable.load(folder.resolve("nowhere.csv")))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("nowhere.csv");
    }

    @Test
    void aMissingColumnIsNamedWithThoseThatExist() throws IOException {
        CsvTable table = CsvTable.load(file("a,b\n1,2\n"));

        assertThatThrownBy(() -> table.column("c"))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("'c'")
                .hasMessageContaining("a, b");
    }

    @Test
    void aRaggedLineIsNamedByItsNumber() throws IOException {
        Path file = file("a,b\n1,2\n\n3\n4,5\n");

        assertThatThrownBy(() -> CsvTable.load(file))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("line 4")
                .hasMessageContaining("1 fields")
                .hasMessageContaining("names 2");
    }

    @Test
    void aFileWithoutRowsIsRefused() throws IOException {
        Path headerOnly = file("a,b\n");
        Path empty = Files.createFile(folder.resolve("empty.csv"));

        assertThatThrownBy(() -> CsvTable.load(headerOnly)).hasMessageContaining("no rows");
        assertThatThrownBy(() -> CsvTable.load(empty)).hasMessageContaining("is empty");
    }

    @Test
    void doubledAndNamelessColumnsAreRefused() throws IOException {
        Path doubled = file("a,a\n1,2\n");
        assertThatThrownBy(() -> CsvTable.load(doubled)).hasMessageContaining("'a' twice");

        Path nameless = file("a,\n1,2\n");
        assertThatThrownBy(() -> CsvTable.load(nameless)).hasMessageContaining("column 2 has no name");
    }

    @Test
    void aFileBeyondTheLimitsIsRefused() throws IOException {
        Path file = file("a,b\n1,2\n3,4\n5,6\n");

        assertThatThrownBy(() -> CsvTable.load(file, new CsvLimits(2, 10, 100)))
                .hasMessageContaining("too large")
                .hasMessageContaining("2 rows");
        assertThatThrownBy(() -> CsvTable.load(file, new CsvLimits(100, 10, 5))).hasMessageContaining("5 cells");
        assertThatThrownBy(() -> CsvTable.load(file, new CsvLimits(100, 1, 100)))
                .hasMessageContaining("2 columns");
    }

    @Test
    void brokenGzipAndForeignEncodingsAreRefused() throws IOException {
        Path notGzip = Files.writeString(folder.resolve("plain.csv.gz"), "a\n1\n");
        Path latin = Files.write(folder.resolve("latin.csv"), new byte[] {'a', '\n', (byte) 0xE9, '\n'});

        assertThatThrownBy(() -> CsvTable.load(notGzip))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("plain.csv.gz");
        assertThatThrownBy(() -> CsvTable.load(latin))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("latin.csv");
    }
}
