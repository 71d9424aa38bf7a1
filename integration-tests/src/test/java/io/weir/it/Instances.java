package io.weir.it;

import io.weir.aggregator.AggregatorApplication;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;

/** What instances of one federation's aggregator are at work on. */
final class Instances {
    /** So that as many instances as tasks have one each. */
    static final Map<String, String> ONE_THREAD = Map.of("num.stream.threads", "1");

    /** The guard task, of which there is one. */
    static final String GUARD = "1_0";

    /** Slice tasks, one a partition. */
    static final String SLICES = "0_";

    private Instances() {}

    /** Active tasks, by name. */
    static List<String> tasks(AggregatorApplication aggregator) {
        return aggregator.streams().metadataForLocalThreads().stream()
                .map(ThreadMetadata::activeTasks)
                .flatMap(tasks -> tasks.stream().map(TaskMetadata::taskId))
                .map(Object::toString)
                .toList();
    }

    static boolean hasSlices(AggregatorApplication aggregator) {
        return tasks(aggregator).stream().anyMatch(task -> task.startsWith(SLICES));
    }

    /** Waits until every task of a federation with so many partitions is at work once. */
    static void awaitAllTasks(int partitions, List<AggregatorApplication> aggregators) {
        Eventually.holds("every task is at work once", () -> {
            List<String> all = aggregators.stream()
                    .flatMap(aggregator -> tasks(aggregator).stream())
                    .sorted()
                    .toList();
            return all.size() == partitions + 1
                    && all.contains(GUARD)
                    && all.stream().distinct().count() == all.size();
        });
    }
}
