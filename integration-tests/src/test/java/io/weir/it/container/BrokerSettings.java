package io.weir.it.container;

import io.weir.cli.federation.Connection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;

/** What the broker itself says of its configuration. */
final class BrokerSettings {
    private BrokerSettings() {}

    /** The value of a setting of node 1. */
    static String of(Connection connection, String key) throws ExecutionException, InterruptedException {
        ConfigResource node = new ConfigResource(ConfigResource.Type.BROKER, "1");
        try (Admin admin = Admin.create(connection.clientProperties())) {
            return admin.describeConfigs(List.of(node))
                    .all()
                    .get()
                    .get(node)
                    .get(key)
                    .value();
        }
    }
}
