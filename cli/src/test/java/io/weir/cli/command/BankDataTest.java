package io.weir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.trainers.data.Feature;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.InvalidDataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BankDataTest {
    private static final FeatureSchema SCHEMA =
            new FeatureSchema("fraud", "0", "1", List.of(new Feature.Numeric("amount"), new Feature.Numeric("age")));

    @TempDir
    Path directory;

    private Path file(String header, String... rows) throws Exception {
        return Files.writeString(directory.resolve("bank.csv"), header + "\n" + String.join("\n", rows) + "\n");
    }

    private static BankData load(Path file, boolean holdBack) {
        return BankData.load(file, "cards", SCHEMA, holdBack, 1);
    }

    private Path tenRows() throws Exception {
        return file(
                "id,amount,age,fraud",
                "1,1,20,0",
                "2,2,21,0",
                "3,3,22,0",
                "4,4,23,0",
                "5,5,24,0",
                "6,6,25,1",
                "7,7,26,1",
                "8,8,27,1",
                "9,9,28,1",
                "10,10,29,1");
    }

    @Test
    void oneFifthOfEachClassIsHeldBack() throws Exception {
        BankData data = load(tenRows(), true);

        assertThat(data.train().rows()).isEqualTo(8);
        assertThat(data.train().positives()).isEqualTo(4);
        assertThat(data.heldBack()).isEqualTo(2);
        assertThat(data.hasOneClass()).isFalse();
    }

    @Test
    void everyRowIsTrainedOnIfNothingIsHeldBack() throws Exception {
        BankData data = load(tenRows(), false);

        assertThat(data.train().rows()).isEqualTo(10);
        assertThat(data.heldBack()).isZero();
    }

    @Test
    void everyMissingColumnIsNamed() throws Exception {
        Path file = file("id,amounts", "1,2");

        assertThatThrownBy(() -> load(file, true))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("fraud, amount, age")
                .hasMessageContaining("id, amounts")
                .hasMessageContaining("'cards'");
    }

    @Test
    void emptyBankIsRefused() throws Exception {
        Path file = file("amount,age,fraud");

        assertThatThrownBy(() -> load(file, true))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("bank.csv")
                .hasMessageContaining("no rows");
    }

    @Test
    void bankWithOneClassIsFound() throws Exception {
        BankData data = load(file("amount,age,fraud", "1,20,0", "2,21,0"), true);

        assertThat(data.hasOneClass()).isTrue();
    }
}
