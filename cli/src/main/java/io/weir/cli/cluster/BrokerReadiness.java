package io.weir.cli.cluster;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;

/** Asks a broker over the network whether it serves. */
final class BrokerReadiness {
    private static final int CALL_TIMEOUT_MS = 5_000;
    private static final long PAUSE_MS = 20;

    private BrokerReadiness() {}

    /** Waits until the broker names itself as a node of its cluster; returns the cluster's id. */
    static String await(String bootstrapServers, long deadlineMs, CompletableFuture<String> failure) {
        long startNs = System.nanoTime();
        String lastError = "it names no node yet";
        try (Admin admin = Admin.create(Map.<String, Object>of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "weir-embedded-readiness"))) {
            while (System.nanoTime() - startNs < TimeUnit.MILLISECONDS.toNanos(deadlineMs)) {
                if (failure.isDone()) {
                    throw new ClusterException(ClusterException.Category.START_FAILED, failure.join());
                }
                try {
                    DescribeClusterResult cluster =
                            admin.describeCluster(new DescribeClusterOptions().timeoutMs(CALL_TIMEOUT_MS));
                    if (!cluster.nodes().get().isEmpty()) {
                        return cluster.clusterId().get();
                    }
                } catch (ExecutionException e) {
                    lastError = String.valueOf(e.getCause());
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            throw ClusterException.interrupted("waiting for the broker", e);
        }
        throw new ClusterException(
                ClusterException.Category.DEADLINE_PASSED,
                "the broker at " + bootstrapServers + " did not serve within " + deadlineMs + " ms (" + lastError
                        + "): is the machine overloaded? Try again, or see the log");
    }
}
