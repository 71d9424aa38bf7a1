package io.weir.publisher.internal;

import io.weir.publisher.ClusterUnreachableException;
import io.weir.publisher.PublisherConfig;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How long to wait before the next try, and when to give up. Not thread-safe. */
public final class Recovery {
    private static final long FIRST_BACKOFF_MS = 100;
    private static final long MAX_BACKOFF_MS = 5_000;

    private final PublisherConfig config;
    private final LongSupplier nanoTime;
    private long backoffMs = FIRST_BACKOFF_MS;
    private boolean failing;
    private boolean failedWhileActive;
    private long failingSinceNanos;
    private long lastFailureNanos;

    /** Starts without failures; {@code nanoTime} is as {@link System#nanoTime}. */
    public Recovery(PublisherConfig config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
    }

    /**
     * Something failed that may succeed later.
     *
     * @throws ClusterUnreachableException if that goes on for longer than the recovery timeout
     */
    public void failed(RuntimeException failure, boolean whileActive) {
        lastFailureNanos = nanoTime.getAsLong();
        failedWhileActive = whileActive;
        if (!failing) {
            failing = true;
            failingSinceNanos = lastFailureNanos;
        } else if (lastFailureNanos - failingSinceNanos > timeoutNanos()) {
            throw new ClusterUnreachableException(
                    config.bootstrapServers(),
                    "no success for " + config.recoveryTimeoutMs() + " ms (" + PublisherConfig.RECOVERY_TIMEOUT_MS
                            + "), at last: " + failure.getMessage(),
                    failure);
        }
    }

    /** A version was published. */
    public void published() {
        failing = false;
        backoffMs = FIRST_BACKOFF_MS;
    }

    /** The state is loaded: a success, unless it was publishing that failed, and not long ago. */
    public void active() {
        if (failing && (!failedWhileActive || nanoTime.getAsLong() - lastFailureNanos > timeoutNanos())) {
            published();
        }
    }

    /** The time to wait now; it doubles from call to call, up to a limit. */
    public long nextBackoffMs() {
        long now = backoffMs;
        backoffMs = Math.min(MAX_BACKOFF_MS, 2 * backoffMs);
        return now;
    }

    private long timeoutNanos() {
        return TimeUnit.MILLISECONDS.toNanos(config.recoveryTimeoutMs());
    }
}
