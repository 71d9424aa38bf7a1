package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/** A service that may be killed and started again with the same command; does nothing until it is started. */
final class ServiceProcess implements AutoCloseable {
    private final Path directory;
    private final String name;
    private final List<String> options;
    private final List<String> command;
    private WeirProcess process;
    private int starts;
    private boolean lost;

    /**
     * A service.
     *
     * @param options for its virtual machine
     */
    ServiceProcess(Path directory, String name, List<String> options, List<String> command) {
        this.directory = directory;
        this.name = name;
        this.options = options;
        this.command = List.copyOf(command);
    }

    /** Its output goes to files whose names tell the starts apart. */
    void start() {
        starts++;
        lost = false;
        process = WeirProcess.start(directory, name + "-" + starts, options, WeirProcess.COMMAND, command);
    }

    /** SIGKILL, unless its work was done and it has ended before. */
    void kill() {
        if (process.isAlive()) {
            process.kill();
        } else {
            assertEnds();
        }
        lost = true;
    }

    /** Waits until it has found broker and registry: from then on it must stand what happens to them. */
    void awaitConnected() {
        Eventually.holds(name + " starts", () -> process.err().contains(" starting "));
    }

    /** SIGTERM. */
    void stop() {
        process.close();
        lost = true;
    }

    /** What was not killed is at work. */
    void assertAtWork() {
        if (process != null && !lost) {
            assertThat(process.isAlive()).as("%s: %s", name, process.err()).isTrue();
        }
    }

    /** What was not killed has ended with status 0, or does so now. */
    void assertEnds() {
        if (process != null && !lost) {
            assertThat(process.awaitExit()).as("%s: %s", name, process.err()).isZero();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.kill();
        }
    }
}
