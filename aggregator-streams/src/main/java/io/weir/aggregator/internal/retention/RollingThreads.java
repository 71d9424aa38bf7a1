package io.weir.aggregator.internal.retention;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of a Streams client. */
public final class RollingThreads implements StreamThreads {
    private static final Logger LOG = LoggerFactory.getLogger(RollingThreads.class);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final KafkaStreams streams;
    private final int count;
    private final Clock clock;
    private final AtomicLong startedAtMs;

    /**
     * The threads of a client that is not started yet.
     *
     * @param count how many it has
     */
    public RollingThreads(KafkaStreams streams, int count, Clock clock) {
        this.streams = streams;
        this.count = count;
        this.clock = clock;
        this.startedAtMs = new AtomicLong(clock.millis());
    }

    @Override
    public long startedAtMs() {
        return startedAtMs.get();
    }

    @Override
    public boolean renew() {
        long nowMs = clock.millis();
        try {
            for (int i = 0; i < count; i++) {
                // Streams removes its oldest thread. One too many is there when an earlier attempt came only so far.
                boolean added = streams.metadataForLocalThreads().size() > count
                        || streams.addStreamThread().isPresent();
                if (!added || streams.removeStreamThread(LIMIT).isEmpty()) {
                    return failed("the instance is " + streams.state());
                }
            }
        } catch (TimeoutException e) {
            return failed(e.getMessage());
        }
        startedAtMs.set(nowMs);
        LOG.atInfo().addKeyValue("threads", count).log("stream threads renewed, so that topics may be deleted");
        return true;
    }

    private static boolean failed(String cause) {
        LOG.atWarn().addKeyValue("cause", cause).log("stream threads could not be renewed; trying again");
        return false;
    }
}
