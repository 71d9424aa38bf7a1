package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code weir} command in a process of its own, started as the launcher does; ended with the test whatever happens. */
final class WeirProcess implements AutoCloseable {
    static final String COMMAND = "io.weir.cli.WeirCommand";

    private static final int ORDERLY_END_SECONDS = 15;

    private final String name;
    private final Process process;
    private final Path out;
    private final Path err;

    private WeirProcess(String name, Process process, Path out, Path err) {
        this.name = name;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Its output goes to {@code NAME.out} and {@code NAME.err} in the directory. */
    static WeirProcess start(Path directory, String name, List<String> arguments) {
        return start(directory, name, List.of(), COMMAND, arguments);
    }

    /** Another program of the same class path, or other options for its virtual machine. */
    static WeirProcess start(
            Path directory, String name, List<String> options, String mainClass, List<String> arguments) {
        Path home = Repository.distribution();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + directory,
                "-Dweir.home=" + home,
                "-cp",
                home + "/lib/*"));
        command.addAll(options);
        command.add(mainClass);
        command.addAll(arguments);
        Path out = directory.resolve(name + ".out");
        Path err = directory.resolve(name + ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("OMP_NUM_THREADS", "1");
            return new WeirProcess(name, builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the process to end by itself. */
    int awaitExit() {
        Eventually.holds(name + " ends", () -> !process.isAlive());
        return process.exitValue();
    }

    /** SIGTERM: the process is told to end. */
    void terminate() {
        process.destroy();
    }

    /** Processes that it has started, and those have. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** SIGKILL: the process gets no chance to do anything more. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGSTOP: the process stays, but does nothing any more. */
    void freeze() {
        signal("-STOP", process.toHandle());
    }

    /** The same for a process that another one has started. */
    static void freeze(ProcessHandle child) {
        signal("-STOP", child);
    }

    /** SIGCONT: it goes on. */
    void thaw() {
        signal("-CONT", process.toHandle());
    }

    private static void signal(String signal, ProcessHandle target) {
        try {
            int status = new ProcessBuilder("kill", signal, String.valueOf(target.pid()))
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
            assertThat(status).as("kill %s %d", signal, target.pid()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(ORDERLY_END_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }
}
