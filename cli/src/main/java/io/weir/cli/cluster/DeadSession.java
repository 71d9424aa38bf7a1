package io.weir.cli.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.metadata.BrokerRegistration;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the controller take leave of a broker that was killed, before that broker starts again on the same directory.
 *
 * <p>Otherwise the ends of transactions can be lost (KAFKA-20734): the started broker leads its partitions at once, by
 * what was known before, and takes up the transactions that were about to end. When the session of the killed one runs
 * out, no partition has a leader for a moment; the broker takes their partitions as deleted and drops the markers, and
 * readers of committed records wait for ever. A controller alone, with a short session, gets this over with.
 */
final class DeadSession {
    private static final Logger log = LoggerFactory.getLogger(DeadSession.class);
    private static final String SESSION_TIMEOUT_MS = "200";

    private DeadSession() {}

    /** Whether a broker worked in the directory and was not shut down. */
    static boolean isIn(Path logDir) {
        return Files.isDirectory(logDir.resolve("__cluster_metadata-0"))
                && Files.notExists(logDir.resolve(".kafka_cleanshutdown"));
    }

    /**
     * Runs a controller until no broker is alive to it.
     *
     * @param broker settings of the broker that is about to start
     */
    static void end(Map<String, String> broker, Path logDir, long deadlineMs) {
        long startNs = System.nanoTime();
        int controllerPort = Loopback.freePort();
        Map<String, String> settings = new HashMap<>(broker);
        settings.remove("advertised.listeners");
        settings.put("process.roles", "controller");
        settings.put("listeners", BrokerProperties.CONTROLLER_LISTENER + "://" + Loopback.HOST + ":" + controllerPort);
        String voter = BrokerProperties.NODE_ID + "@" + Loopback.HOST + ":" + controllerPort;
        settings.put("controller.quorum.voters", voter);
        settings.put("broker.session.timeout.ms", SESSION_TIMEOUT_MS);
        settings.put("broker.heartbeat.interval.ms", "50");
        ControllerServer controller = null;
        try (Metrics metrics = new Metrics()) {
            SharedServer shared = new SharedServer(
                    new KafkaConfig(settings, false),
                    new MetaPropertiesEnsemble.Loader()
                            .addLogDirs(List.of(logDir.toString()))
                            .addMetadataLogDir(logDir.toString())
                            .load(),
                    Time.SYSTEM,
                    metrics,
                    CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(List.of(voter))),
                    List.of(),
                    new StandardFaultHandlerFactory(),
                    ServerSocketFactory.INSTANCE);
            controller = new ControllerServer(
                    shared, KafkaRaftServer.configSchema(), new BootstrapDirectory(logDir.toString()).read());
            controller.startup();
            Departure departure = new Departure();
            shared.loader().installPublishers(List.of(departure)).get(deadlineMs, TimeUnit.MILLISECONDS);
            departure.complete.get(deadlineMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw ClusterException.interrupted("waiting for the controller", e);
        } catch (Exception e) { // Kafka declares no narrower type.
            throw new ClusterException(
                    ClusterException.Category.START_FAILED,
                    "the controller did not take leave of the broker that was killed in " + logDir + ": " + e
                            + "; is another broker using the directory? Choose another one with --data, or stop it",
                    e);
        } finally {
            if (controller != null) {
                controller.shutdown();
            }
        }
        log.atInfo()
                .addKeyValue("tookMs", (System.nanoTime() - startNs) / 1_000_000)
                .log("took leave of the broker that was killed");
    }

    /** Complete as soon as the node has no session as a broker. */
    private static final class Departure implements MetadataPublisher {
        private final CompletableFuture<Void> complete = new CompletableFuture<>();

        @Override
        public void close() {}

        @Override
        public String name() {
            return "weir-departure";
        }

        @Override
        public void onMetadataUpdate(MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
            BrokerRegistration registration = image.cluster().broker(BrokerProperties.NODE_ID);
            if (registration == null || registration.fenced()) {
                complete.complete(null);
            }
        }
    }
}
