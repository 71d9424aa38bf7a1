package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogModeTest {
    @ParameterizedTest
    @CsvSource({
        "aggregator --federation cards, CONSOLE",
        "participant --data f.csv, CONSOLE",
        "cluster, CONSOLE",
        "demo --banks 3, FILE",
        "rounds list, FILE",
        "keys revoke --participant cluster, FILE",
        "demo --verbose, CONSOLE",
        "--help, FILE"
    })
    void servicesLogToTheConsoleAndOthersToAFile(String words, LogMode mode) {
        assertThat(LogMode.of(words.split(" "))).isEqualTo(mode);
    }
}
