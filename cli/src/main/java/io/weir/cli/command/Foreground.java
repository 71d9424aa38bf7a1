package io.weir.cli.command;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that runs until it ends or the process is told to: SIGINT and SIGTERM close it once, in order, before the
 * process goes.
 */
final class Foreground implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Foreground.class);

    private final String name;
    private final Runnable close;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread hook;

    /**
     * Registers for signals.
     *
     * @param close returns when the service has ended
     */
    Foreground(String name, Runnable close) {
        this.name = name;
        this.close = close;
        this.hook = new Thread(this::onSignal, "weir-" + name + "-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Says that the service is about to work. */
    void starts(String federation, String bootstrapServers) {
        log.atInfo()
                .addKeyValue("service", name)
                .addKeyValue("federation", federation)
                .addKeyValue("bootstrapServers", bootstrapServers)
                .log("starting");
    }

    /** Says how to end the service. */
    String endsWith() {
        return "Ctrl-C stops " + name + ".";
    }

    private void onSignal() {
        log.atInfo().addKeyValue("service", name).log("stopping");
        closeOnce();
        log.atInfo().addKeyValue("service", name).log("stopped");
    }

    private void closeOnce() {
        if (closed.compareAndSet(false, true)) {
            close.run();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process ends already, and the hook closes the service.
            log.atDebug().setCause(e).log("closed by the shutdown hook");
            return;
        }
        closeOnce();
    }
}
