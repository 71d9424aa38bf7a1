package io.weir.cli.container;

import java.io.Serial;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.docker.KafkaDockerWrapper;
import org.apache.kafka.common.utils.Exit;

/**
 * A broker as Kafka's official image runs it, without that image's shell scripts: {@code KAFKA_*} variables become
 * {@code server.properties} by Kafka's own translator, the log directories are formatted once, and the broker runs in
 * this process, so that it is what the container's signals reach.
 */
public final class BrokerMain {
    private static final String LOGGING = "logback.configurationFile";
    private static final String ALREADY_FORMATTED = "already formatted";

    private BrokerMain() {}

    /**
     * Runs the broker until the process is told to end.
     *
     * @param args three directories: the image's default settings, mounted settings, and where the result is written
     */
    public static void main(String[] args) {
        if (args.length != 3) {
            System.err.println("weir: the broker needs three directories: default, mounted and final settings; got "
                    + args.length + " arguments");
            System.exit(2);
        }
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "io/weir/cli/container/logback-broker.xml");
        }
        setUp(args[0], args[1], args[2]);
        Kafka.main(new String[] {Path.of(args[2], "server.properties").toString()});
    }

    /** The translator ends its process when it is done; here it is the broker's process, and goes on. */
    private static void setUp(String defaults, String mounted, String result) {
        Exit.setExitProcedure((status, message) -> {
            throw new SetUpEnded(status, message);
        });
        try {
            KafkaDockerWrapper.main(new String[] {
                "setup",
                "--default-configs-dir",
                defaults,
                "--mounted-configs-dir",
                mounted,
                "--final-configs-dir",
                result
            });
        } catch (SetUpEnded end) {
            // A container that starts again finds its directories formatted, which is as it should be.
            if (end.status != 0 && !end.getMessage().contains(ALREADY_FORMATTED)) {
                System.err.println("weir: the broker cannot be set up: " + end.getMessage()
                        + "; check the KAFKA_* variables, CLUSTER_ID, and that the volume of the log directories can be"
                        + " written");
                System.exit(1);
            }
        } finally {
            Exit.resetExitProcedure();
        }
    }

    private static final class SetUpEnded extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final int status;

        SetUpEnded(int status, String message) {
            super(String.valueOf(message));
            this.status = status;
        }
    }
}
