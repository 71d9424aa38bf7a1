package io.weir.client.internal;

import io.weir.schemas.Keys;
import io.weir.wire.RoundOpened;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads the partitions of a round's topic that hold updates, from the beginning to what is the end now. */
final class RoundTopicScan {
    private static final Duration POLL = Duration.ofMillis(200);

    private RoundTopicScan() {}

    /**
     * Hands on the records under one participant's keys. A key is only a claim, since others may write to the topic.
     *
     * @throws TimeoutException if nothing arrives for {@code timeout} before the end is reached
     */
    static void read(
            Consumer<String, byte[]> consumer,
            RoundOpened opened,
            String participant,
            Duration timeout,
            java.util.function.Consumer<ConsumerRecord<String, byte[]>> claimed) {
        int used = Math.min(opened.getPartitions(), opened.getChunkCount());
        List<TopicPartition> partitions = IntStream.range(0, used)
                .mapToObj(p -> new TopicPartition(opened.getTopic(), p))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, timeout);
        long lastProgress = System.nanoTime();
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
            boolean any = false;
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                any = true;
                if (isOf(participant, record)) {
                    claimed.accept(record);
                }
            }
            if (any) {
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > timeout.toNanos()) {
                throw new TimeoutException(
                        "nothing was read of " + opened.getTopic() + " for " + timeout.toMillis() + " ms");
            }
        }
    }

    private static boolean isOf(String participant, ConsumerRecord<String, byte[]> record) {
        return record.value() != null
                && Keys.claimedParticipant(record.key())
                        .map(participant::equals)
                        .orElse(false);
    }
}
