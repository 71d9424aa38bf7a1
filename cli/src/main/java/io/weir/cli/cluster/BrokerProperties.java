package io.weir.cli.cluster;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Kafka's settings for one node on one machine: quick to start, small, and with no second replica to wait for. */
final class BrokerProperties {
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    static final int NODE_ID = 1;

    private static final String MAX_RECORD_BYTES = Integer.toString(16 << 20);
    private static final String MAX_RESPONSE_BYTES = Integer.toString(64 << 20);

    private BrokerProperties() {}

    static Map<String, String> of(BrokerConfig config, Path logDir, int port, int controllerPort) {
        Map<String, String> all = new HashMap<>(defaults());
        all.put("server.max.startup.time.ms", Long.toString(config.deadlineMs()));
        all.putAll(config.properties());
        all.put("node.id", Integer.toString(NODE_ID));
        all.put("process.roles", "broker,controller");
        all.put(
                "listeners",
                "PLAINTEXT://" + Loopback.HOST + ":" + port + "," + CONTROLLER_LISTENER + "://" + Loopback.HOST + ":"
                        + controllerPort);
        all.put("advertised.listeners", "PLAINTEXT://" + Loopback.HOST + ":" + port);
        all.put("controller.listener.names", CONTROLLER_LISTENER);
        // Static voters: the controller's port is not part of what is stored, so it may differ at every start.
        all.put("controller.quorum.voters", NODE_ID + "@" + Loopback.HOST + ":" + controllerPort);
        all.put("log.dirs", logDir.toString());
        return Map.copyOf(all);
    }

    private static Map<String, String> defaults() {
        return Map.ofEntries(
                Map.entry(
                        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT"),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("default.replication.factor", "1"),
                Map.entry("min.insync.replicas", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                // A start waits for a heartbeat or two.
                Map.entry("broker.heartbeat.interval.ms", "1000"),
                Map.entry("auto.leader.rebalance.enable", "false"),
                Map.entry("message.max.bytes", MAX_RECORD_BYTES),
                Map.entry("replica.fetch.max.bytes", MAX_RECORD_BYTES),
                Map.entry("replica.fetch.response.max.bytes", MAX_RESPONSE_BYTES),
                Map.entry("fetch.max.bytes", MAX_RESPONSE_BYTES),
                Map.entry("socket.request.max.bytes", MAX_RESPONSE_BYTES),
                // Two index files are mapped per partition, 10 MiB each by default: gigabytes at a thousand rounds.
                Map.entry("log.index.size.max.bytes", Integer.toString(1 << 20)),
                // 128 MiB by default; our compacted topics have few keys.
                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20)),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("background.threads", "4"));
    }
}
