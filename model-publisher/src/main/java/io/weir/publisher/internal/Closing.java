package io.weir.publisher.internal;

import java.time.Duration;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;

/** Closes clients within a limit, and without hiding the failure that led there. */
final class Closing {
    private Closing() {}

    static void close(Consumer<?, ?> consumer, Duration limit) {
        consumer.close(CloseOptions.timeout(limit));
    }

    /** Runs {@code close}; what fails in it is added to {@code failure}. */
    static void quietly(Runnable close, RuntimeException failure) {
        try {
            close.run();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
