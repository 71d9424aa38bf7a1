package io.weir.aggregator;

import io.weir.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks whether the cluster answers and the federation exists, so that a wrong option gets an answer in seconds. */
final class Preflight {
    private static final int TIMEOUT_SECONDS = 20;

    private Preflight() {}

    static void check(Map<String, Object> adminConfig, AggregatorConfig config) {
        Topics topics = new Topics(config.federation());
        Object bootstrap = config.kafka().get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        try (Admin admin = Admin.create(adminConfig)) {
            admin.describeTopics(List.of(topics.control(), topics.statistics(), topics.directives()))
                    .allTopicNames()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new IllegalStateException(
                        "federation '" + config.federation() + "' does not exist at " + bootstrap
                                + ": create it with `weir federation create`, or check --federation",
                        e);
            }
            throw unreachable(bootstrap, e.getCause());
        } catch (TimeoutException e) {
            throw unreachable(bootstrap, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking for the cluster", e);
        }
    }

    private static IllegalStateException unreachable(Object bootstrap, Throwable cause) {
        return new IllegalStateException(
                "no Kafka broker answers at " + bootstrap + " within " + TIMEOUT_SECONDS
                        + " s: check --bootstrap-server, and that the broker runs (`weir doctor`): " + cause,
                cause);
    }
}
