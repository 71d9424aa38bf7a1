package io.weir.aggregator.internal.retention;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** Deletes topics. */
interface TopicDeletion {
    /** The names of the topics that exist and may be seen. */
    Set<String> existing() throws InterruptedException, ExecutionException;

    /**
     * Deletes topics; one that is not there counts as deleted, since another instance may have been quicker.
     *
     * @return by topic, what kept it from being deleted; empty if it is gone
     */
    Map<String, Optional<Throwable>> delete(Collection<String> topics) throws InterruptedException;
}
