package io.weir.aggregator.audit;

import io.weir.aggregator.LogReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;

/** Works on partitions side by side, each with a reader of its own. */
final class Workers implements AutoCloseable {
    /** Works on one partition. */
    interface Work<T> {
        T on(int partition, LogReader log);
    }

    private final ExecutorService executor;
    private final Supplier<? extends LogReader> logs;

    Workers(int threads, Supplier<? extends LogReader> logs) {
        this.executor = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "weir-recomputation");
            thread.setDaemon(true);
            return thread;
        });
        this.logs = logs;
    }

    /** The results for partitions 0 to {@code partitions - 1}, in their order. */
    <T> List<T> each(int partitions, Work<T> work) {
        List<Callable<T>> tasks = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            int partition = i;
            tasks.add(() -> {
                try (LogReader log = logs.get()) {
                    return work.on(partition, log);
                }
            });
        }
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : executor.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a partition could not be recomputed", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
