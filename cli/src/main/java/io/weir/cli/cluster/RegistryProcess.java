package io.weir.cli.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operating system's side of the registry: its command line, its log file, its end. */
final class RegistryProcess {
    private static final Logger log = LoggerFactory.getLogger(RegistryProcess.class);
    private static final int TAIL_LINES = 20;
    private static final long ORDERLY_EXIT_MS = 10_000;
    /** Quarkus reads settings from the environment, so the child gets only what Java and the system need. */
    private static final Set<String> KEPT_ENVIRONMENT =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LD_LIBRARY_PATH");

    private final Process process;
    private final Path logFile;

    private RegistryProcess(Process process, Path logFile) {
        this.process = process;
        this.logFile = logFile;
    }

    static RegistryProcess launch(Path runnerJar, Path directory, int port) {
        Path logFile = directory.resolve("registry.log");
        try {
            if (Files.exists(logFile)) {
                Files.move(logFile, directory.resolve("registry.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            ProcessBuilder builder = new ProcessBuilder(command(runnerJar, port))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(logFile.toFile());
            Map<String, String> environment = builder.environment();
            environment.keySet().retainAll(KEPT_ENVIRONMENT);
            return new RegistryProcess(builder.start(), logFile);
        } catch (IOException e) {
            throw new ClusterException(
                    ClusterException.Category.START_FAILED, "cannot start the registry in " + directory + ": " + e, e);
        }
    }

    private static List<String> command(Path runnerJar, int port) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // Quick to start matters more here than peak speed: 2.7 s instead of 4.9 s on two cores.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dquarkus.http.host=" + Loopback.HOST,
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.http.test-port=0",
                "-Dquarkus.banner.enabled=false",
                "-Dquarkus.log.level=WARN",
                "-DLOG_LEVEL=WARN",
                "-DREGISTRY_LOG_LEVEL=WARN",
                // Relative to the working directory, so no path needs quoting. Without a write delay, an id that was
                // answered is on disk even if the machine's owner ends the process a moment later.
                "-Dquarkus.datasource.jdbc.url=jdbc:h2:file:./registry;WRITE_DELAY=0",
                "-Dquarkus.datasource.jdbc.initial-size=1",
                "-Dquarkus.datasource.jdbc.min-size=1",
                "-Dquarkus.datasource.jdbc.max-size=20",
                "-cp",
                runnerJar + File.pathSeparator + RegistryDistribution.codeSource(RegistryChild.class),
                RegistryChild.class.getName());
    }

    Process process() {
        return process;
    }

    Path logFile() {
        return logFile;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The end of the log without stack frames, for an error message. */
    String tail() {
        try {
            List<String> lines = Files.readString(logFile, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("\t"))
                    .toList();
            return lines.stream()
                    .skip(Math.max(0, lines.size() - TAIL_LINES))
                    .collect(Collectors.joining(System.lineSeparator()));
        } catch (IOException e) {
            return "(log not readable: " + e + ")";
        }
    }

    /** Closes the child's standard input, which it takes as its end; ends it by force if it does not obey. */
    void stop() {
        try {
            process.getOutputStream().close();
            if (process.waitFor(ORDERLY_EXIT_MS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (IOException e) {
            log.atDebug().setCause(e).log("registry's pipe is broken already");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly().onExit().join();
    }
}
