package io.weir.client.internal;

import io.weir.client.ParticipantConfig;
import io.weir.client.ParticipantException;
import io.weir.client.ParticipantException.Category;
import io.weir.schemas.registry.RegistryException;
import io.weir.schemas.registry.RegistryUnavailableException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;

/** Turns what Kafka's clients throw into what a person can act on. */
public final class KafkaFailures {
    private KafkaFailures() {}

    /** Whether the same may work later. */
    static boolean isPassing(KafkaException e) {
        return e instanceof RetriableException;
    }

    /** Names what failed and what to do about it. */
    public static ParticipantException explain(KafkaException e, ParticipantConfig config) {
        String at = "Kafka at " + config.bootstrapServers();
        if (e instanceof RegistryUnavailableException || e instanceof RegistryException) {
            return new ParticipantException(Category.REGISTRY, e.getMessage(), e);
        }
        if (e instanceof AuthenticationException) {
            return new ParticipantException(
                    Category.UNAUTHORISED,
                    at + " does not accept this client: " + e.getMessage()
                            + "; check security.protocol, sasl.* and ssl.* in --command-config",
                    e);
        }
        if (e instanceof AuthorizationException) {
            return new ParticipantException(
                    Category.UNAUTHORISED,
                    at + " does not allow this: " + e.getMessage() + "; ask the operator for the ACLs that `weir acl`"
                            + " prints",
                    e);
        }
        if (e instanceof ConfigException || e.getCause() instanceof ConfigException) {
            String detail = e.getCause() instanceof ConfigException cause ? cause.getMessage() : e.getMessage();
            return detail.contains(ParticipantConfig.BOOTSTRAP_SERVERS)
                    ? unreachable(config, e, detail)
                    : new ParticipantException(
                            Category.CONFIGURATION, "Kafka's client refuses its settings: " + detail, e);
        }
        return isPassing(e)
                ? unreachable(config, e, e.getMessage())
                : new ParticipantException(Category.KAFKA, at + ": " + e.getMessage(), e);
    }

    private static ParticipantException unreachable(ParticipantConfig config, KafkaException e, String detail) {
        return new ParticipantException(
                Category.BROKER_UNREACHABLE,
                "cannot reach Kafka at " + config.bootstrapServers()
                        + ": check --bootstrap-server (bootstrap.servers), that"
                        + " the broker runs, and that security.protocol is the listener's (" + detail + ")",
                e);
    }
}
