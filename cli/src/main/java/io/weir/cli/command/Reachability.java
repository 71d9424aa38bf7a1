package io.weir.cli.command;

import io.weir.cli.CommandException;
import io.weir.cli.federation.Connection;
import io.weir.schemas.registry.HttpSchemaRegistry;
import io.weir.schemas.registry.RegistryConfig;
import io.weir.schemas.registry.RegistryException;
import io.weir.wire.FederationSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;

/** Looks whether broker and registry answer, so that a wrong option gets its answer in seconds. */
final class Reachability {
    private static final int TIMEOUT_MS = 10_000;

    private Reachability() {}

    /**
     * Asks the broker for the cluster.
     *
     * @throws CommandException if none answers in ten seconds, or the time that default.api.timeout.ms says
     */
    static void requireBroker(Connection connection) {
        Admin admin = admin(connection);
        try {
            await(connection, admin.describeCluster().nodes());
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    /** An admin client whose calls end soon; close it with a limit. */
    static Admin admin(Connection connection) {
        Map<String, Object> config = connection.clientProperties();
        int timeoutMs = timeoutMs(connection);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs);
        try {
            return Admin.create(config);
        } catch (ConfigException e) {
            throw CommandException.usage("Kafka's client does not accept the configuration: " + e.getMessage(), e);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof ConfigException
                    && String.valueOf(cause.getMessage()).contains("resolvable")) {
                throw unreachable(connection, "the host's name is not known", e);
            }
            throw CommandException.usage(
                    "Kafka's client does not accept the configuration: " + cause.getMessage() + " (--bootstrap-server "
                            + connection.bootstrapServers() + ")",
                    e);
        }
    }

    /** The result of an admin client's call. */
    static <T> T await(Connection connection, KafkaFuture<T> answer) {
        int timeoutMs = timeoutMs(connection);
        try {
            return answer.get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unreachable(connection, "no answer within " + timeoutMs + " ms", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof AuthenticationException) {
                throw CommandException.failed(
                        "the broker at " + connection.bootstrapServers() + " does not accept the credentials: "
                                + cause.getMessage() + "; check the TLS and SASL settings in --command-config",
                        e);
            }
            if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw unreachable(connection, cause.getMessage(), e);
            }
            throw cause instanceof KafkaException refused ? refused : new KafkaException(cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    private static int timeoutMs(Connection connection) {
        String key = AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG;
        String value = connection.properties().getOrDefault(key, String.valueOf(TIMEOUT_MS));
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw CommandException.usage(key + " is '" + value + "': a whole number of milliseconds is needed");
        }
        return Integer.parseInt(value);
    }

    private static CommandException unreachable(Connection connection, String why, Throwable cause) {
        return CommandException.failed(
                "no Kafka broker answers at " + connection.bootstrapServers()
                        + ": check --bootstrap-server and that the broker runs (`weir cluster` starts one, `weir doctor`"
                        + " looks further): " + why,
                cause);
    }

    /**
     * Asks the registry for a schema; whether it has it is of no interest.
     *
     * @throws RuntimeException of the registry's client, with what to do
     */
    static void requireRegistry(Connection connection) {
        boolean unused = registryKnowsWeir(connection);
    }

    /** Whether Weir's schemas are registered; throws as {@link #requireRegistry}. */
    static boolean registryKnowsWeir(Connection connection) {
        Map<String, Object> config = connection.clientProperties();
        config.putIfAbsent(RegistryConfig.MAX_RETRIES, "1");
        config.putIfAbsent(RegistryConfig.REQUEST_TIMEOUT_MS, "5000");
        Schema schema = FederationSettings.getClassSchema();
        try {
            return HttpSchemaRegistry.from(config).lookup(schema.getFullName(), schema) >= 0;
        } catch (RegistryException e) {
            if (e.category() == RegistryException.Category.NOT_REGISTERED) {
                return false;
            }
            throw e;
        }
    }
}
