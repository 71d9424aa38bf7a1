package io.weir.aggregator;

import java.util.function.Consumer;

/** Reads records of a round topic again, outside the consumer group. Used by one thread. */
public interface LogReader extends AutoCloseable {
    /**
     * A record of a round topic.
     *
     * @param key null if the record has none
     * @param value null if the record has none
     */
    record LogRecord(long offset, String key, byte[] value) {
        /** Size of the value. */
        public int sizeBytes() {
            return value == null ? 0 : value.length;
        }
    }

    /**
     * Passes the records with {@code from <= offset < to} to {@code sink}, in order.
     *
     * @throws LogReadException if they cannot all be read within the configured time
     */
    void read(String topic, int partition, long from, long to, Consumer<LogRecord> sink);

    /** The offset after the last record that is there now. */
    long endOffset(String topic, int partition);

    @Override
    void close();

    /** A part of the log that should be there could not be read; the task is restarted and tries again. */
    final class LogReadException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public LogReadException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
