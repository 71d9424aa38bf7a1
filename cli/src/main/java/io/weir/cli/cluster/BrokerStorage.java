package io.weir.cli.cluster;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** Formats a broker's directory once, as {@code kafka-storage format} does. */
final class BrokerStorage {
    private BrokerStorage() {}

    /** Does nothing in a directory that is formatted already: its cluster id and topics stay. */
    static void format(Path logDir) {
        if (Files.exists(logDir.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(quiet)
                    .setNodeId(BrokerProperties.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(logDir.toString())
                    .addDirectory(logDir.toString())
                    .run();
        } catch (Exception e) { // Formatter.run declares no narrower type.
            throw new ClusterException(
                    ClusterException.Category.DATA_DIRECTORY,
                    "cannot format the broker's directory " + logDir + " (" + e.getMessage()
                            + "): choose an empty directory that can be written",
                    e);
        }
    }
}
