package io.weir.cli.federation;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/**
 * Where Kafka and the registry are.
 *
 * @param bootstrapServers as Kafka's clients take them
 * @param schemaRegistryUrl base of the Confluent-compatible API
 * @param properties whatever else clients need, say TLS and SASL settings
 */
public record Connection(String bootstrapServers, String schemaRegistryUrl, Map<String, String> properties) {
    public Connection {
        properties = Map.copyOf(properties);
    }

    /** Without further properties. */
    public static Connection of(String bootstrapServers, String schemaRegistryUrl) {
        return new Connection(bootstrapServers, schemaRegistryUrl, Map.of());
    }

    /** Settings for any Kafka client or serde. */
    public Map<String, Object> clientProperties() {
        Map<String, Object> config = new HashMap<>(properties);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put("schema.registry.url", schemaRegistryUrl);
        return config;
    }

    Admin admin() {
        return Admin.create(clientProperties());
    }

    /** The error when no broker answers. */
    FederationException unreachable(Throwable cause) {
        return new FederationException(
                "no Kafka broker answers at " + bootstrapServers
                        + ": check --bootstrap-server, and that the broker runs (`weir doctor`): " + cause.getMessage(),
                cause);
    }
}
