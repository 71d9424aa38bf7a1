package io.weir.cli.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Whether this process may open as many files as an embedded broker with many partitions does. */
final class OpenFiles {
    /** The log itself, and what is open for a moment while a segment is made. */
    private static final long FILES_PER_PARTITION = 2;

    private static final long OTHER_FILES = 1000;

    private OpenFiles() {}

    /** Refuses a number of partitions that the limit on open files does not allow. */
    static void check(long partitions) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            check(partitions, system.getMaxFileDescriptorCount());
        }
    }

    static void check(long partitions, long limit) {
        long needed = partitions * FILES_PER_PARTITION + OTHER_FILES;
        if (limit < needed) {
            throw new IllegalArgumentException("--retained and --partitions need a broker with " + partitions
                    + " partitions, that is about " + needed + " open files, and this process may open " + limit
                    + ": allow more with `ulimit -n " + needed + "`, or give smaller numbers");
        }
    }
}
