package io.weir.publisher.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.weir.publisher.ClusterUnreachableException;
import io.weir.publisher.CorruptModelException;
import io.weir.publisher.Fixtures;
import io.weir.publisher.PublisherConfig;
import io.weir.schemas.registry.RegistryUnavailableException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FaultTest {
    private final PublisherConfig config = Fixtures.config(Map.of("weir.publisher.recovery.timeout.ms", "60000"));
    private final AtomicLong nanos = new AtomicLong();
    private final Recovery recovery = new Recovery(config, nanos::get);
    private final TimeoutException failure = new TimeoutException("no answer");

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new ProducerFencedException("x"), Fault.FENCED),
                Arguments.of(new InvalidProducerEpochException("x"), Fault.FENCED),
                Arguments.of(new CommitFailedException("x"), Fault.FENCED),
                Arguments.of(new KafkaException("error state", new ProducerFencedException("x")), Fault.FENCED),
                Arguments.of(new TimeoutException("x"), Fault.RETRIABLE),
                Arguments.of(new TransactionAbortedException("x"), Fault.RETRIABLE),
                Arguments.of(new KafkaException("error state", new TimeoutException("x")), Fault.RETRIABLE),
                Arguments.of(
                        new SerializationException("x", new RegistryUnavailableException("x", new IOException())),
                        Fault.RETRIABLE),
                Arguments.of(new ClusterUnreachableException("a:1", "x", new TimeoutException("x")), Fault.RETRIABLE),
                Arguments.of(new SerializationException("x"), Fault.FATAL),
                Arguments.of(new TopicAuthorizationException("x"), Fault.FATAL),
                Arguments.of(new CorruptModelException("x"), Fault.FATAL));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failuresAreToldApart(RuntimeException thrown, Fault expected) {
        assertThat(Fault.of(thrown)).isEqualTo(expected);
    }

    @Test
    void givesUpAfterTheRecoveryTimeout() {
        recovery.failed(failure, false);
        passSeconds(61);

        assertThatExceptionOfType(ClusterUnreachableException.class)
                .isThrownBy(() -> recovery.failed(failure, false))
                .withMessageContaining("localhost:9092")
                .withMessageContaining("60000 ms")
                .withMessageContaining("no answer");
    }

    @Test
    void aPublicationEndsTheCount() {
        recovery.failed(failure, true);
        recovery.published();
        passSeconds(61);

        recovery.failed(failure, true);

        assertThat(recovery.nextBackoffMs()).isEqualTo(100);
    }

    @Test
    void loadingTheStateIsNoSuccessWhilePublicationFails() {
        recovery.failed(failure, true);
        passSeconds(50);
        recovery.active();
        passSeconds(11);

        assertThatExceptionOfType(ClusterUnreachableException.class).isThrownBy(() -> recovery.failed(failure, true));
    }

    @Test
    void backoffDoublesUpToALimit() {
        long[] backoffs = Stream.generate(recovery::nextBackoffMs)
                .limit(8)
                .mapToLong(Long::longValue)
                .toArray();

        assertThat(backoffs).containsExactly(100, 200, 400, 800, 1600, 3200, 5000, 5000);
    }

    private void passSeconds(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }
}
