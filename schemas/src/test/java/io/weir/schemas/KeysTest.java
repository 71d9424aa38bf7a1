package io.weir.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
    @ParameterizedTest
    @CsvSource({"0, 000000", "42, 000042", "999999, 999999", "1000000, 1000000", "-1, -1"})
    void aRoundHasAtLeastSixDigits(long round, String key) {
        assertThat(Keys.round(round)).isEqualTo(key);
    }

    @Test
    void aChunkHasAtLeastFiveDigits() {
        assertThat(Keys.chunk("bank-a", 7)).isEqualTo("bank-a/00007");
        assertThat(Keys.aggregate(42, 123_456)).isEqualTo("000042/123456");
    }

    @Test
    void keysDoNotDependOnTheMachinesLanguage() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(Keys.round(42)).isEqualTo("000042");
        } finally {
            Locale.setDefault(before);
        }
    }
}
