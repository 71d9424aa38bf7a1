package io.weir.cli.cluster;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a broker's fatal faults from ending the whole process: Kafka then calls {@link Exit}, which is told here to
 * throw in the calling thread and to report to every live broker (Kafka does not say which of them it was).
 */
final class ExitGuard {
    private static final Logger log = LoggerFactory.getLogger(ExitGuard.class);
    private static final Set<Consumer<String>> listeners = new CopyOnWriteArraySet<>();

    private ExitGuard() {}

    static synchronized void register(Consumer<String> listener) {
        if (listeners.isEmpty()) {
            Exit.setExitProcedure((status, message) -> refuse("exit", status, message));
            Exit.setHaltProcedure((status, message) -> refuse("halt", status, message));
        }
        listeners.add(listener);
    }

    static synchronized void unregister(Consumer<String> listener) {
        if (listeners.remove(listener) && listeners.isEmpty()) {
            Exit.resetExitProcedure();
            Exit.resetHaltProcedure();
        }
    }

    private static void refuse(String call, int status, String message) {
        String reason = "the broker met a fatal fault and asked to " + call + " the process with status " + status
                + (message == null ? "" : ": " + message) + " (its log has the cause)";
        log.atError().addKeyValue("status", status).log("broker fault");
        listeners.forEach(listener -> listener.accept(reason));
        throw new ClusterException(ClusterException.Category.START_FAILED, reason);
    }
}
