package io.weir.aggregator.internal.retention;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.internals.StreamsPartitionAssignor;

/**
 * Streams' own assignor, which deals out only topics within the {@link RoundWindow}. The pattern that members subscribe
 * to matches every round topic, so each accepts whatever window the group's leader has; narrower patterns would differ
 * between members, and a member that gets what its pattern does not match asks for another rebalance, without end.
 *
 * <p>Built on a class of Streams that is not public API: the place to look at when Kafka's version is raised. The
 * integration tests tell whether it still works.
 */
public final class WindowAssignor extends StreamsPartitionAssignor {
    /** Key of the window in a consumer's configuration. */
    static final String WINDOW = "weir.internal.round.window";

    private RoundWindow window;

    @Override
    public void configure(Map<String, ?> configs) {
        window = (RoundWindow) configs.get(WINDOW);
        super.configure(configs);
    }

    @Override
    protected void handleRebalanceStart(Set<String> topics) {
        super.handleRebalanceStart(window.read(topics));
    }
}
