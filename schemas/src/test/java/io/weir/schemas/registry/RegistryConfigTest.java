package io.weir.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.schemas.registry.RegistryConfig.Endpoint;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryConfigTest {

    @Test
    void onlyTheUrlIsRequired() {
        RegistryConfig config = RegistryConfig.from(Map.of("schema.registry.url", "http://one:8081/"));

        assertThat(config)
                .isEqualTo(new RegistryConfig(
                        List.of(new Endpoint(URI.create("http://one:8081"), Optional.empty())),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        10_000,
                        3,
                        100));
    }

    @Test
    void listsAndPathsAreRead() {
        RegistryConfig config =
                RegistryConfig.from(Map.of("schema.registry.url", "http://one/apis/ccompat/v7, https://two:8081"));

        assertThat(config.endpoints())
                .extracting(Endpoint::url)
                .containsExactly(URI.create("http://one/apis/ccompat/v7"), URI.create("https://two:8081"));
    }

    @Test
    void bothNamesOfTheCredentialsAreRead() {
        Map<String, Object> plain =
                Map.of("schema.registry.url", "http://one", "basic.auth.user.info", new Password("a:b"));
        Map<String, Object> prefixed =
                Map.of("schema.registry.url", "http://one", "schema.registry.basic.auth.user.info", "a:b");

        assertThat(RegistryConfig.from(plain).endpoints().get(0).userInfo()).contains(new Password("a:b"));
        assertThat(RegistryConfig.from(prefixed).endpoints().get(0).userInfo()).contains(new Password("a:b"));
    }

    @Test
    void passwordsAreNotPartOfTheText() {
        RegistryConfig config = RegistryConfig.from(Map.of("schema.registry.url", "http://alice:geheim@one"));

        assertThat(config.toString()).doesNotContain("geheim").doesNotContain("alice");
    }

    @ParameterizedTest
    @CsvSource({
        "schema.registry.url, '', schema.registry.url",
        "schema.registry.url, ftp://one, http://",
        "schema.registry.url, localhost:8081, http://",
        "schema.registry.max.retries, -1, between 0 and 100",
        "schema.registry.request.timeout.ms, 0, between 1 and 600000",
        "schema.registry.request.timeout.ms, soon, whole number",
        "auto.register.schemas, maybe, true or false",
        "basic.auth.credentials.source, SASL_INHERIT, USER_INFO or URL",
        "basic.auth.credentials.source, USER_INFO, basic.auth.user.info",
        "schema.registry.ssl.truststore.location, /nowhere/trust.jks, must be a file"
    })
    void wrongValuesAreNamedWithWhatIsAllowed(String key, String value, String expected) {
        Map<String, String> settings = new HashMap<>(Map.of("schema.registry.url", "http://one"));
        settings.put(key, value);

        assertThatThrownBy(() -> RegistryConfig.from(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(expected);
    }

    @Test
    void aBrokenUrlIsRefusedWithoutShowingItsPassword() {
        assertThatThrownBy(() -> RegistryConfig.from(Map.of("schema.registry.url", "http://a:geheim@one two")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url")
                .hasMessageNotContaining("geheim")
                .hasNoCause();
    }
}
