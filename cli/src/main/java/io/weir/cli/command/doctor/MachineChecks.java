package io.weir.cli.command.doctor;

import com.sun.management.OperatingSystemMXBean;
import io.weir.cli.cluster.ClusterException;
import io.weir.cli.cluster.RegistryDistribution;
import io.weir.cli.report.Numbers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** Checks of this machine; the facts are arguments. */
public final class MachineChecks {
    private static final int JAVA_MIN = 17;
    private static final long MB = 1_000_000;
    private static final long MEMORY_MIN_BYTES = 1_500 * MB;
    private static final long MEMORY_GOOD_BYTES = 3_500 * MB;
    private static final long HEAP_GOOD_BYTES = 900 * MB;
    private static final long DISK_MIN_BYTES = 200 * MB;
    private static final long DISK_GOOD_BYTES = 2_000 * MB;

    private MachineChecks() {}

    /** The Java version. */
    public static Finding java(int feature, String version) {
        return feature >= JAVA_MIN
                ? Finding.ok("java", "Java " + version)
                : Finding.fail("java", "Java " + version, "install a JDK " + JAVA_MIN + " or newer and set JAVA_HOME");
    }

    /** Memory of the machine and of this process. */
    public static Finding memory(long physicalBytes, long heapMaxBytes) {
        String found = Numbers.bytes(physicalBytes) + " in this machine, heap up to " + Numbers.bytes(heapMaxBytes);
        if (physicalBytes < MEMORY_MIN_BYTES) {
            return Finding.fail("memory", found, "the demo needs a machine of 2 GB, large models more");
        }
        if (physicalBytes < MEMORY_GOOD_BYTES) {
            return Finding.warn("memory", found, "4 GB are comfortable; close other programs, or run fewer banks");
        }
        return heapMaxBytes < HEAP_GOOD_BYTES
                ? Finding.warn("memory", found, "give Java more with WEIR_OPTS=-Xmx1500m")
                : Finding.ok("memory", found);
    }

    /** Memory of this machine, in bytes. */
    public static long physicalBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /** The directory for temporary files. */
    public static Finding temporary(Path directory) {
        try {
            Files.delete(Files.createTempFile(directory, "weir-doctor-", ".tmp"));
            long freeBytes = Files.getFileStore(directory).getUsableSpace();
            String found = directory + ", " + Numbers.bytes(freeBytes) + " free";
            String advice = "make room, or choose another directory with WEIR_OPTS=-Djava.io.tmpdir=DIR";
            if (freeBytes < DISK_MIN_BYTES) {
                return Finding.fail("temporary directory", found, advice);
            }
            return freeBytes < DISK_GOOD_BYTES
                    ? Finding.warn("temporary directory", found, advice)
                    : Finding.ok("temporary directory", found);
        } catch (IOException e) {
            return Finding.fail(
                    "temporary directory",
                    directory + " cannot be written: " + e,
                    "make it writable, or choose another directory with WEIR_OPTS=-Djava.io.tmpdir=DIR");
        }
    }

    /**
     * A port that {@code weir cluster} uses.
     *
     * @param expected whether what listens there is what this command talks to
     */
    public static Finding port(String owner, int port, boolean expected, String option, IntPredicate isFree) {
        String check = "port " + port;
        if (isFree.test(port)) {
            return Finding.ok(check, "free for the " + owner + " of `weir cluster`");
        }
        return expected
                ? Finding.ok(check, "in use, and this command looks for the " + owner + " there")
                : Finding.warn(
                        check,
                        "in use by another process",
                        "`weir cluster` needs another one: " + option + " PORT, or " + option + " 0 for a free one");
    }

    /** Whether a port of the loopback address can be listened on. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }

    /** The registry's distribution, which only the embedded cluster needs. */
    public static Finding registryDistribution(Supplier<Path> distribution) {
        String check = "registry distribution";
        try {
            return Finding.ok(check, distribution.get().toString());
        } catch (ClusterException e) {
            return Finding.warn(check, e.getMessage(), "only `weir demo` and `weir cluster` need it");
        }
    }

    /** Where the distribution is; see {@link RegistryDistribution}. */
    public static Path findDistribution() {
        return RegistryDistribution.find();
    }
}
