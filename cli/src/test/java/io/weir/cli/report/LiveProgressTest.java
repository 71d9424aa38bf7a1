package io.weir.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveProgressTest {
    private static final Terminal TTY = new Terminal(true, false, 60);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long nowNanos;

    @Test
    void writesALineForEachEventWhereLinesCannotBeRewritten() {
        LiveProgress progress = progress(Terminal.PLAIN);

        progress.phase("starting broker and registry");
        progress.event("round 1: version 1");
        progress.event("round 2: version 2");
        progress.done();

        assertThat(printed().lines())
                .containsExactly("starting broker and registry", "round 1: version 1", "round 2: version 2");
        assertThat(printed()).doesNotContain("\r", "\u001b");
    }

    @Test
    void thinsOutFrequentStatusesWhereLinesCannotBeRewritten() {
        LiveProgress progress = progress(Terminal.PLAIN);
        progress.phase("training");

        for (int received = 0; received <= 30; received++) {
            pass(100);
            progress.updates(3, 10, received, 30);
        }

        assertThat(printed().lines())
                .containsExactly(
                        "training",
                        "round 3/10: 9 of 30 updates",
                        "round 3/10: 19 of 30 updates",
                        "round 3/10: 29 of 30 updates");
    }

    @Test
    void rewritesOneLineOnATerminal() {
        LiveProgress progress = progress(TTY);
        progress.phase("training");

        pass(1500);
        progress.updates(3, 10, 4, 5);

        assertThat(printed())
                .isEqualTo("\r\u001b[K[..] training (0.0 s)\r\u001b[K[..] round 3/10: 4 of 5 updates (1.5 s)");
    }

    @Test
    void leavesAFinishedPhaseWithItsTimeOnATerminal() {
        LiveProgress progress = progress(TTY);
        progress.phase("starting broker");

        pass(4100);
        progress.phase("training");

        assertThat(printed()).contains("\r\u001b[K[ok] starting broker (4.1 s)" + System.lineSeparator());
    }

    @Test
    void marksThePhaseInWhichARunBroke() {
        LiveProgress progress = progress(TTY);
        progress.phase("training");

        progress.close();

        assertThat(printed()).endsWith("[--] training (0.0 s)" + System.lineSeparator());
    }

    @Test
    void showsAStatusThatCameTooSoonWithTheNextTick() {
        LiveProgress progress = progress(TTY);
        progress.phase("training");
        progress.updates(1, 1, 5, 5);
        assertThat(printed()).doesNotContain("5 of 5");

        pass(100);
        progress.tick();

        assertThat(printed()).endsWith("[..] round 1/1: 5 of 5 updates (0.1 s)");
    }

    @Test
    void neverFillsTheTerminalsLastColumn() {
        LiveProgress progress = progress(TTY);

        progress.phase("x".repeat(200) + "\r\u001b[1A");

        String line = printed().substring("\r\u001b[K".length());
        assertThat(line).hasSize(59).endsWith("... (0.0 s)").doesNotContain("\r", "\u001b");
    }

    @Test
    void keepsLinesWholeWhenSeveralThreadsReport() throws Exception {
        List<Thread> threads = new ArrayList<>();
        try (LiveProgress progress = new LiveProgress(out, Terminal.PLAIN)) {
            for (int t = 0; t < 4; t++) {
                String text = Integer.toString(t).repeat(40);
                threads.add(new Thread(() -> {
                    for (int i = 0; i < 200; i++) {
                        progress.event(text);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
        }

        assertThat(printed().lines()).hasSize(800).allMatch(line -> line.matches("(.)\\1{39}"));
    }

    @Test
    void timeMovesOnATerminalWhileNothingIsReported() {
        try (LiveProgress progress = new LiveProgress(out, TTY)) {
            progress.phase("waiting");

            await().atMost(10, TimeUnit.SECONDS).until(() -> printed().contains("[..] waiting (0.2 s)"));
        }
    }

    @Test
    void onlyWhatTheLauncherCallsATerminalIsOne() {
        Map<String, String> shell = Map.of("WEIR_STDERR_TTY", "1", "TERM", "xterm", "COLUMNS", "132");

        assertThat(Terminal.detect(shell, "WEIR_STDERR_TTY")).isEqualTo(new Terminal(true, true, 132));
        assertThat(Terminal.detect(shell, "WEIR_STDOUT_TTY")).isEqualTo(Terminal.PLAIN);
        assertThat(Terminal.detect(Map.of("WEIR_STDERR_TTY", "1", "TERM", "dumb"), "WEIR_STDERR_TTY"))
                .isEqualTo(Terminal.PLAIN);
        assertThat(Terminal.detect(Map.of("WEIR_STDERR_TTY", "1", "TERM", "xterm", "NO_COLOR", "1"), "WEIR_STDERR_TTY")
                        .colour())
                .isFalse();
    }

    private LiveProgress progress(Terminal terminal) {
        return new LiveProgress(out, terminal, () -> nowNanos);
    }

    private void pass(long ms) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(ms);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
