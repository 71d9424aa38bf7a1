package io.weir.cli.cluster;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What an embedded registry needs to know.
 *
 * @param dataDir where the database and the log lie; kept on close and used again by the next start. Empty: a temporary
 *     directory, deleted on close
 * @param port port on 127.0.0.1; 0 picks a free one
 * @param deadlineMs longest time from start to serving, in milliseconds
 * @param distribution directory of the unpacked registry; empty: as {@link RegistryDistribution} finds it
 */
public record RegistryConfig(Optional<Path> dataDir, int port, long deadlineMs, Optional<Path> distribution) {
    public RegistryConfig {
        Require.port("port", port);
        Require.deadline(deadlineMs);
        dataDir = dataDir.map(Path::toAbsolutePath);
        distribution = distribution.map(Path::toAbsolutePath);
    }

    /** A registry with a temporary directory on a free port. */
    public static RegistryConfig defaults() {
        return new RegistryConfig(Optional.empty(), 0, ClusterConfig.DEFAULT_DEADLINE_MS, Optional.empty());
    }

    public RegistryConfig withDataDir(Path newDataDir) {
        return new RegistryConfig(Optional.of(newDataDir), port, deadlineMs, distribution);
    }

    public RegistryConfig withPort(int newPort) {
        return new RegistryConfig(dataDir, newPort, deadlineMs, distribution);
    }

    public RegistryConfig withDeadlineMs(long newDeadlineMs) {
        return new RegistryConfig(dataDir, port, newDeadlineMs, distribution);
    }

    public RegistryConfig withDistribution(Path newDistribution) {
        return new RegistryConfig(dataDir, port, deadlineMs, Optional.of(newDistribution));
    }
}
