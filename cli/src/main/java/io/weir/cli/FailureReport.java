package io.weir.cli;

import io.weir.cli.cluster.ClusterException;
import io.weir.cli.federation.FederationException;
import io.weir.client.ParticipantException;
import io.weir.privacy.attestation.EvidenceException;
import io.weir.privacy.attestation.PolicyException;
import io.weir.privacy.identity.IdentityException;
import io.weir.publisher.PublisherException;
import io.weir.schemas.registry.RegistryException;
import io.weir.schemas.registry.RegistryUnavailableException;
import io.weir.trainers.TrainingDivergedException;
import io.weir.trainers.data.InvalidDataException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.LoggerFactory;

/**
 * Tells the user why a command failed: one line for what can be expected, the trace for what cannot. The trace of either is
 * in the log.
 */
final class FailureReport {
    private static final int CAUSES_MAX = 20;

    /** An expected failure. */
    private record Expected(int exitStatus, String message) {}

    private FailureReport() {}

    /** Prints the failure and returns the exit status. */
    static int print(PrintWriter err, Throwable failure, boolean verbose) {
        LoggerFactory.getLogger(FailureReport.class).atDebug().setCause(failure).log("command failed");
        if (isInterrupt(failure)) {
            err.println("weir: interrupted");
            err.flush();
            return ExitStatus.INTERRUPTED;
        }
        Optional<Expected> expected = expected(failure);
        err.println("weir: " + expected.map(Expected::message).orElseGet(() -> "unexpected failure: " + failure));
        if (verbose || expected.isEmpty()) {
            failure.printStackTrace(err);
        }
        if (expected.isEmpty()) {
            err.println("weir: this is a defect of Weir: please report it with the lines above and the command.");
        }
        err.flush();
        return expected.map(Expected::exitStatus).orElse(ExitStatus.FAILED);
    }

    private static boolean isInterrupt(Throwable failure) {
        return failure instanceof InterruptedException
                || failure instanceof org.apache.kafka.common.errors.InterruptException
                || (failure instanceof ClusterException cluster
                        && cluster.category() == ClusterException.Category.INTERRUPTED);
    }

    /** The outermost failure that was written for people; a registry's own words win over a wrapper's. */
    private static Optional<Expected> expected(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
            if (cause instanceof RegistryException || cause instanceof RegistryUnavailableException) {
                return Optional.of(new Expected(ExitStatus.FAILED, cause.getMessage()));
            }
            cause = cause.getCause();
        }
        return Optional.ofNullable(status(failure)).map(status -> new Expected(status, message(failure)));
    }

    /** Null for what nobody expected. */
    private static Integer status(Throwable failure) {
        if (failure instanceof CommandException command) {
            return command.exitStatus();
        }
        if (failure instanceof ParticipantException participant) {
            return participant.category() == ParticipantException.Category.CONFIGURATION
                    ? ExitStatus.USAGE
                    : ExitStatus.FAILED;
        }
        if (failure instanceof IllegalArgumentException
                || failure instanceof ConfigException
                || failure instanceof InvalidDataException
                || failure instanceof PolicyException
                || failure instanceof IdentityException) {
            return ExitStatus.USAGE;
        }
        boolean expected = failure instanceof FederationException
                || failure instanceof ClusterException
                || failure instanceof PublisherException
                || failure instanceof TrainingDivergedException
                || failure instanceof EvidenceException
                || failure instanceof KafkaException
                || failure instanceof IOException
                || failure instanceof UncheckedIOException;
        return expected ? ExitStatus.FAILED : null;
    }

    private static String message(Throwable failure) {
        if (failure instanceof KafkaException && !(failure instanceof ConfigException)) {
            Throwable root = root(failure);
            String detail = root.equals(failure) ? "" : ": " + root.getMessage();
            return "Kafka refused: " + failure.getMessage() + detail + " (`weir doctor` checks broker and permissions)";
        }
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            return "input or output failed: " + root(failure);
        }
        return String.valueOf(failure.getMessage());
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (int i = 0; root.getCause() != null && i < CAUSES_MAX; i++) {
            root = root.getCause();
        }
        return root;
    }
}
