package io.weir.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParticipantConfigTest {
    private static Map<String, String> settings(String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "weir.federation", "fraud",
                "weir.participant", "bank-a",
                "bootstrap.servers", "localhost:9092",
                "schema.registry.url", "http://localhost:8081"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    @Test
    void readsItsOwnKeysAndLeavesTheRestToKafka() {
        Properties properties = new Properties();
        properties.putAll(settings("weir.round.poll.ms", "250", "security.protocol", "SSL"));

        ParticipantConfig config = ParticipantConfig.from(properties);

        assertThat(config.federation()).isEqualTo("fraud");
        assertThat(config.roundPollMs()).isEqualTo(250);
        assertThat(config.startupTimeoutMs()).isEqualTo(30_000);
        assertThat(config.kafka()).containsExactly(Map.entry("security.protocol", "SSL"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"weir.federation", "weir.participant", "bootstrap.servers", "schema.registry.url"})
    void namesAKeyThatIsMissing(String key) {
        Map<String, String> settings = settings();
        settings.remove(key);

        assertThatThrownBy(() -> ParticipantConfig.from(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(key + " is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "transactional.id,         t,                never write in transactions",
        "producer.transactional.id,t,                never write in transactions",
        "acks,                     1,                only 'all' is allowed",
        "producer.acks,            0,                only 'all' is allowed",
        "enable.idempotence,       false,            only 'true' is allowed",
        "isolation.level,          read_uncommitted, only 'read_committed' is allowed",
        "consumer.isolation.level, read_uncommitted, only 'read_committed' is allowed",
        "key.serializer,           some.Class,       keys are UTF-8 text",
        "value.serializer,         some.Class,       weir.value.serializer",
        "weir.round.poll.ms,       soon,             whole number of milliseconds",
        "weir.round.poll.ms,       0,                use 1 to",
        "weir.federation,          No_Such,          lower-case letters",
        "weir.participant,         Bank A,           lower-case letters"
    })
    void refusesAValueAndSaysWhatIsAllowed(String key, String value, String allowed) {
        assertThatThrownBy(() -> ParticipantConfig.from(settings(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(value)
                .hasMessageContaining(allowed);
    }

    @Test
    void doesNotShowPasswords() {
        String shown = ParticipantConfig.from(settings("ssl.key.password", "secret-1", "sasl.jaas.config", "secret-2"))
                .toString();

        assertThat(shown).contains("ssl.key.password", "bank-a").doesNotContain("secret-1", "secret-2");
    }
}
