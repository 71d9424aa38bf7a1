package io.weir.schemas.registry;

import io.weir.schemas.registry.internal.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/**
 * How to reach the registry. The keys are Confluent's, so that one file serves their serializers and ours.
 *
 * @param endpoints where registries answer, tried in this order until one does; at least one
 * @param trustStore certificates to trust instead of the Java runtime's
 * @param keyStore our own certificate, where the registry asks for one
 * @param autoRegister whether a serializer registers schemas; if not, they must be there
 * @param requestTimeoutMs how long one request may take, 1 to 600,000
 * @param maxRetries further rounds over all endpoints after the first, 0 to 100
 * @param retryBackoffMs wait before the first retry, doubled for each further one up to 5 s; 1 to 60,000
 */
public record RegistryConfig(
        List<Endpoint> endpoints,
        Optional<Store> trustStore,
        Optional<Store> keyStore,
        boolean autoRegister,
        int requestTimeoutMs,
        int maxRetries,
        int retryBackoffMs) {
    public static final String URL = "schema.registry.url";
    public static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
    public static final String USER_INFO = "basic.auth.user.info";
    public static final String PREFIX = "schema.registry.";
    public static final String TRUST_STORE = PREFIX + "ssl.truststore.";
    public static final String KEY_STORE = PREFIX + "ssl.keystore.";
    public static final String KEY_PASSWORD = PREFIX + "ssl.key.password";
    public static final String AUTO_REGISTER = "auto.register.schemas";
    public static final String REQUEST_TIMEOUT_MS = PREFIX + "request.timeout.ms";
    public static final String MAX_RETRIES = PREFIX + "max.retries";
    public static final String RETRY_BACKOFF_MS = PREFIX + "retry.backoff.ms";

    /**
     * One registry.
     *
     * @param url without credentials and without a slash at its end, so it may be shown
     * @param userInfo name, colon, password
     */
    public record Endpoint(URI url, Optional<Password> userInfo) {}

    /**
     * A file of keys or certificates.
     *
     * @param type JKS, PKCS12 or (certificates to trust only) PEM
     * @param keyPassword password of the private key where it is not the file's
     */
    public record Store(Path location, String type, Optional<Password> password, Optional<Password> keyPassword) {}

    public RegistryConfig {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new ConfigException(URL, "", "must name at least one registry, for example http://localhost:8081");
        }
        within(REQUEST_TIMEOUT_MS, requestTimeoutMs, 1, 600_000);
        within(MAX_RETRIES, maxRetries, 0, 100);
        within(RETRY_BACKOFF_MS, retryBackoffMs, 1, 60_000);
        if (keyStore.isPresent() && keyStore.get().type().equals("PEM")) {
            throw new ConfigException(KEY_STORE + "type", "PEM", "must be JKS or PKCS12");
        }
    }

    /**
     * Reads Kafka-style properties; keys that are not about the registry are ignored.
     *
     * @throws ConfigException naming the key, the value and what is allowed
     */
    public static RegistryConfig from(Map<String, ?> properties) {
        Settings settings = new Settings(properties);
        return new RegistryConfig(
                settings.endpoints(),
                settings.store(TRUST_STORE),
                settings.store(KEY_STORE),
                autoRegister(properties),
                settings.number(REQUEST_TIMEOUT_MS, 10_000),
                settings.number(MAX_RETRIES, 3),
                settings.number(RETRY_BACKOFF_MS, 100));
    }

    /** Whether serializers register schemas, which is the default. */
    public static boolean autoRegister(Map<String, ?> properties) {
        return new Settings(properties).flag(AUTO_REGISTER, true);
    }

    private static void within(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new ConfigException(key, value, "must be between " + min + " and " + max);
        }
    }
}
