package io.weir.cli.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an embedded broker needs to know.
 *
 * @param dataDir where the logs lie; kept on close and used again by the next start. Empty: a temporary directory,
 *     deleted on close
 * @param port port on 127.0.0.1; 0 picks a free one
 * @param deadlineMs longest time from start to serving, in milliseconds
 * @param properties broker settings over the defaults of {@link BrokerProperties}, except the ones that make the single
 *     node what it is
 */
public record BrokerConfig(Optional<Path> dataDir, int port, long deadlineMs, Map<String, String> properties) {
    private static final Set<String> OURS = Set.of(
            "node.id",
            "broker.id",
            "process.roles",
            "listeners",
            "advertised.listeners",
            "controller.listener.names",
            "controller.quorum.voters",
            "controller.quorum.bootstrap.servers",
            "log.dir",
            "log.dirs",
            "metadata.log.dir");

    public BrokerConfig {
        Require.port("port", port);
        Require.deadline(deadlineMs);
        dataDir = dataDir.map(Path::toAbsolutePath);
        properties = Map.copyOf(properties);
        for (String key : properties.keySet()) {
            if (OURS.contains(key)) {
                throw new IllegalArgumentException("broker property '" + key + "' = '" + properties.get(key)
                        + "' is set by the embedded broker itself; allowed is any key but " + OURS);
            }
        }
    }

    /** A broker with a temporary directory on a free port. */
    public static BrokerConfig defaults() {
        return new BrokerConfig(Optional.empty(), 0, ClusterConfig.DEFAULT_DEADLINE_MS, Map.of());
    }

    public BrokerConfig withDataDir(Path newDataDir) {
        return new BrokerConfig(Optional.of(newDataDir), port, deadlineMs, properties);
    }

    public BrokerConfig withPort(int newPort) {
        return new BrokerConfig(dataDir, newPort, deadlineMs, properties);
    }

    public BrokerConfig withDeadlineMs(long newDeadlineMs) {
        return new BrokerConfig(dataDir, port, newDeadlineMs, properties);
    }

    public BrokerConfig withProperties(Map<String, String> newProperties) {
        return new BrokerConfig(dataDir, port, deadlineMs, newProperties);
    }
}
