package io.weir.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * This Java machine's compilers. A process that is stopped between measured rounds cannot compile there what a running
 * one compiles while updates trickle in: left alone, all of that would fall into the measured time.
 */
final class CompilerThreads {
    private static final Path TASKS = Path.of("/proc/self/task");
    /** Fields of {@code stat} after the command's closing bracket: user and system time, in ticks. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int QUIET_LOOKS = 5;
    private static final int MOST_LOOKS = 200;

    private CompilerThreads() {}

    /** Waits until the compilers had nothing to do for a quarter of a second, ten seconds at most. */
    static void awaitQuiet() throws InterruptedException {
        long before = ticks();
        int quiet = 0;
        for (int look = 0; look < MOST_LOOKS && quiet < QUIET_LOOKS; look++) {
            LockSupport.parkNanos(LOOK_NS);
            if (Thread.interrupted()) {
                throw new InterruptedException("the measurement was interrupted");
            }
            long now = ticks();
            quiet = now == before ? quiet + 1 : 0;
            before = now;
        }
    }

    /** Processor time so far; 0 where the system does not tell. */
    private static long ticks() {
        if (!Files.isDirectory(TASKS)) {
            return 0;
        }
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                sum += ticks(task);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + TASKS, e);
        }
        return sum;
    }

    private static long ticks(Path task) throws IOException {
        try {
            String stat = Files.readString(task.resolve("stat"));
            int end = stat.lastIndexOf(')');
            if (!stat.substring(0, end).contains("CompilerThre")) {
                return 0;
            }
            String[] fields = stat.substring(end + 2).split(" ", -1);
            return Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
        } catch (IOException e) {
            if (Files.exists(task)) {
                throw e;
            }
            return 0; // The thread has ended, before its file was opened or after.
        }
    }
}
