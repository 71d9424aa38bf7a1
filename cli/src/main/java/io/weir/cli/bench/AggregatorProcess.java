package io.weir.cli.bench;

import io.weir.cli.federation.FederationException;
import io.weir.kernels.VectorModule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This side of an {@link AggregatorHost}; its log goes where this process's errors go. It ends with this process: one that is
 * stopped, or waits for a broker that is gone, would not notice that its input has ended.
 */
final class AggregatorProcess implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AggregatorProcess.class);
    private static final int PATIENCE_SECONDS = 300;

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;
    private final Thread endsWithUs;

    private AggregatorProcess(Process process) {
        this.process = process;
        this.endsWithUs = new Thread(process::destroyForcibly, "weir-bench-aggregator-shutdown");
        Runtime.getRuntime().addShutdownHook(endsWithUs);
        this.commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static AggregatorProcess launch(List<String> jvmOptions, Map<String, Object> config) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
        command.addAll(VectorModule.jvmOptions());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), AggregatorHost.class.getName()));
        config.forEach((key, value) -> command.add(key + "=" + value));
        try {
            return new AggregatorProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new FederationException("cannot start the aggregator's process: " + e.getMessage(), e);
        }
    }

    /** Returns when an instance's tasks are running. */
    void startInstance(String federation) throws InterruptedException {
        expect(AggregatorHost.START + federation, AggregatorHost.RUNNING);
    }

    /** Returns when the instance has ended. */
    void stopInstance() throws InterruptedException {
        expect(AggregatorHost.STOP, AggregatorHost.STOPPED);
    }

    /** Returns when the process's compilers have nothing to do. */
    void settle() throws InterruptedException {
        expect(AggregatorHost.SETTLE, AggregatorHost.SETTLED);
    }

    /** SIGSTOP: the process stays as it is, with its tasks and its memory, and does nothing. */
    void freeze() throws InterruptedException {
        signal("-STOP");
    }

    /** SIGCONT: it goes on. */
    void thaw() throws InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws InterruptedException {
        try {
            int status = new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new FederationException("`kill " + signal + "` of the aggregator's process failed: " + status);
            }
        } catch (IOException e) {
            throw new FederationException(
                    "this measurement needs the system's `kill` command: run it on Linux or macOS", e);
        }
    }

    /** The process's largest resident memory so far; -1 where it is not known. */
    long peakRssBytes() throws InterruptedException {
        return Long.parseLong(ask(AggregatorHost.MEMORY));
    }

    private void expect(String command, String expected) throws InterruptedException {
        String answer = ask(command);
        if (!expected.equals(answer)) {
            throw new FederationException("the aggregator's process answered '" + answer + "' to " + command);
        }
    }

    private String ask(String command) throws InterruptedException {
        try {
            commands.write(command + System.lineSeparator());
            commands.flush();
            String answer = CompletableFuture.supplyAsync(this::readLine).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer == null) {
                throw ended(null);
            }
            return answer;
        } catch (IOException | ExecutionException e) {
            throw ended(e);
        } catch (TimeoutException e) {
            throw new FederationException(
                    "the aggregator's process did not answer to " + command + " for " + PATIENCE_SECONDS + " s", e);
        }
    }

    private FederationException ended(Exception cause) throws InterruptedException {
        String status = process.waitFor(1, TimeUnit.SECONDS) ? " with status " + process.exitValue() : "";
        return new FederationException(
                "the aggregator's process ended" + status + ": its errors stand above; check --aggregator-jvm", cause);
    }

    private String readLine() {
        try {
            String line = answers.readLine();
            while (line != null && !line.startsWith(AggregatorHost.ANSWER)) {
                line = answers.readLine();
            }
            return line == null ? null : line.substring(AggregatorHost.ANSWER.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process: its input ends, and it stops the instance. */
    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                thaw(); // What failed may have left it stopped, and a stopped process does not end.
            }
            commands.close();
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the pipe to the aggregator's process is broken", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            forgetHook();
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(endsWithUs);
        } catch (IllegalStateException e) {
            log.atDebug().setCause(e).log("this process ends already, and the hook has ended the aggregator's");
        }
    }
}
