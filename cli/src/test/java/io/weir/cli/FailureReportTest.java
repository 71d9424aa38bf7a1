package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.federation.FederationException;
import io.weir.client.ParticipantException;
import io.weir.publisher.FederationNotFoundException;
import io.weir.schemas.registry.RegistryUnavailableException;
import io.weir.trainers.data.InvalidDataException;
import java.io.FileNotFoundException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureReportTest {
    private final StringWriter err = new StringWriter();

    private int print(Throwable failure, boolean verbose) {
        return FailureReport.print(new PrintWriter(err, true), failure, verbose);
    }

    static Stream<Arguments> expected() {
        return Stream.of(
                Arguments.of(CommandException.usage("--out is wrong"), 2, "--out is wrong"),
                Arguments.of(CommandException.failed("it broke"), 1, "it broke"),
                Arguments.of(new IllegalArgumentException("rounds is 0: allowed is 1"), 2, "rounds is 0"),
                Arguments.of(new ConfigException("acks is odd"), 2, "acks is odd"),
                Arguments.of(new InvalidDataException("f.csv has no rows"), 2, "f.csv has no rows"),
                Arguments.of(new FederationException("create it"), 1, "create it"),
                Arguments.of(new FederationNotFoundException("cards", "t"), 1, "'cards' does not exist"),
                Arguments.of(new ParticipantException(ParticipantException.Category.CONFIGURATION, "acks"), 2, "acks"),
                Arguments.of(new ParticipantException(ParticipantException.Category.REGISTRY, "down"), 1, "down"),
                Arguments.of(new TopicAuthorizationException("no rights"), 1, "no rights"),
                Arguments.of(new UncheckedIOException(new FileNotFoundException("m.npz")), 1, "m.npz"));
    }

    @ParameterizedTest
    @MethodSource("expected")
    void expectedFailureIsOneLineWithItsStatus(Throwable failure, int status, String text) {
        int printed = print(failure, false);

        assertThat(printed).isEqualTo(status);
        assertThat(err.toString()).startsWith("weir: ").contains(text).hasLineCount(1);
    }

    @Test
    void registryInsideAWrapperSpeaksForItself() {
        int status = print(
                new FederationException(
                        "wrapped", new KafkaException(new RegistryUnavailableException("it is down", null))),
                false);

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("weir: it is down" + System.lineSeparator());
    }

    @Test
    void verboseShowsWhereAnExpectedFailureComesFrom() {
        print(new FederationException("create it"), true);

        assertThat(err.toString()).contains("weir: create it", "at io.weir.cli.FailureReportTest");
    }

    @Test
    void unexpectedFailureShowsItsTraceAndAsksForAReport() {
        int status = print(new IllegalStateException("cannot be"), false);

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).contains("cannot be", "at io.weir.cli.FailureReportTest", "please report it");
    }

    @Test
    void interruptIsReportedAsShellsDo() {
        int status = print(new InterruptedException(), false);

        assertThat(status).isEqualTo(130);
        assertThat(err.toString()).doesNotContain("at io.weir");
    }
}
