package io.weir.it;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Something that runs beside the test until it is stopped. */
final class Background implements AutoCloseable {
    /** What runs. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    private final Thread thread;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    private Background(String name, Task task) {
        this.thread = new Thread(() -> run(task), name);
        thread.setDaemon(true);
    }

    static Background run(String name, Task task) {
        Background background = new Background(name, task);
        background.thread.start();
        return background;
    }

    private void run(Task task) {
        try {
            task.run();
        } catch (Exception e) { // The test asks for it.
            failure.set(e);
        }
    }

    boolean hasEnded() {
        return !thread.isAlive();
    }

    Optional<Exception> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Interrupts it if it has not ended yet, and waits for its end for a while. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TestFederation.END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
