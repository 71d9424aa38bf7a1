package io.weir.it;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A bench that is told to end leaves no process behind: neither the registry's nor the aggregator's, which starts last. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class BenchEndedIT {
    @TempDir
    private Path directory;

    @Test
    void theAggregatorsProcessEndsWithTheBench() {
        List<String> bench = List.of("bench", "aggregate", "--participants", "2", "--parameters", "1000");
        try (WeirProcess running = WeirProcess.start(directory, "bench", bench)) {
            Eventually.holds(
                    "the aggregator's process is there",
                    () -> running.descendants().size() >= 2);
            List<ProcessHandle> started = running.descendants();
            try {
                // As between measured rounds: it does not notice that its input ends.
                ProcessHandle aggregator = started.stream()
                        .max(Comparator.comparing(
                                child -> child.info().startInstant().orElseThrow()))
                        .orElseThrow();
                WeirProcess.freeze(aggregator);

                running.terminate();

                running.awaitExit();
                Eventually.holds("no process is left", () -> started.stream().noneMatch(ProcessHandle::isAlive));
            } finally {
                started.forEach(ProcessHandle::destroyForcibly);
            }
        }
    }
}
