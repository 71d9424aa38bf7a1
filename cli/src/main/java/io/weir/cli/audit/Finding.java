package io.weir.cli.audit;

/**
 * Something that does not hold.
 *
 * @param topic where the offending record lies
 * @param what differs, in a sentence
 */
public record Finding(String topic, int partition, long offset, String what) {
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset + ": " + what;
    }
}
