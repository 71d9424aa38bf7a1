package io.weir.aggregator.internal.retention;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Deletes topics with Kafka's admin client. */
final class KafkaTopicDeletion implements TopicDeletion {
    private final Admin admin;

    KafkaTopicDeletion(Admin admin) {
        this.admin = admin;
    }

    @Override
    public Set<String> existing() throws InterruptedException, ExecutionException {
        return admin.listTopics().names().get();
    }

    @Override
    public Map<String, Optional<Throwable>> delete(Collection<String> topics) throws InterruptedException {
        Map<String, Optional<Throwable>> outcome = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<Void>> deletion :
                admin.deleteTopics(topics).topicNameValues().entrySet()) {
            outcome.put(deletion.getKey(), outcome(deletion.getValue()));
        }
        return outcome;
    }

    private static Optional<Throwable> outcome(KafkaFuture<Void> deletion) throws InterruptedException {
        try {
            deletion.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return e.getCause() instanceof UnknownTopicOrPartitionException
                    ? Optional.empty()
                    : Optional.of(e.getCause());
        }
    }
}
