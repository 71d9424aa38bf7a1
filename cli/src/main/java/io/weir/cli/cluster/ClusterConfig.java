package io.weir.cli.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What an embedded cluster needs to know.
 *
 * @param dataDir holds {@code broker/} and {@code registry/}; kept on close and used again by the next start. Empty: a
 *     temporary directory, deleted on close
 * @param brokerPort port of the broker on 127.0.0.1; 0 picks a free one
 * @param registryPort port of the registry on 127.0.0.1; 0 picks a free one
 * @param deadlineMs longest time from start until both serve, in milliseconds
 * @param brokerProperties broker settings over the defaults, see {@link BrokerConfig}
 */
public record ClusterConfig(
        Optional<Path> dataDir,
        int brokerPort,
        int registryPort,
        long deadlineMs,
        Map<String, String> brokerProperties) {
    /** Generous: a loaded machine of two cores needs a tenth of it. */
    public static final long DEFAULT_DEADLINE_MS = 120_000;

    public ClusterConfig {
        Require.port("brokerPort", brokerPort);
        Require.port("registryPort", registryPort);
        Require.deadline(deadlineMs);
        if (brokerPort != 0 && brokerPort == registryPort) {
            throw new IllegalArgumentException("brokerPort = " + brokerPort
                    + " is also registryPort; allowed are two different ports, or 0 for free ones");
        }
        dataDir = dataDir.map(Path::toAbsolutePath);
        brokerProperties = Map.copyOf(brokerProperties);
    }

    /** A cluster with a temporary directory on free ports. */
    public static ClusterConfig defaults() {
        return new ClusterConfig(Optional.empty(), 0, 0, DEFAULT_DEADLINE_MS, Map.of());
    }

    public ClusterConfig withDataDir(Path newDataDir) {
        return new ClusterConfig(Optional.of(newDataDir), brokerPort, registryPort, deadlineMs, brokerProperties);
    }

    public ClusterConfig withBrokerPort(int newBrokerPort) {
        return new ClusterConfig(dataDir, newBrokerPort, registryPort, deadlineMs, brokerProperties);
    }

    public ClusterConfig withRegistryPort(int newRegistryPort) {
        return new ClusterConfig(dataDir, brokerPort, newRegistryPort, deadlineMs, brokerProperties);
    }

    public ClusterConfig withDeadlineMs(long newDeadlineMs) {
        return new ClusterConfig(dataDir, brokerPort, registryPort, newDeadlineMs, brokerProperties);
    }

    public ClusterConfig withBrokerProperties(Map<String, String> newBrokerProperties) {
        return new ClusterConfig(dataDir, brokerPort, registryPort, deadlineMs, newBrokerProperties);
    }
}
