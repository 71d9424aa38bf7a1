package io.weir.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded broker's preparation of its directory is for: a start after SIGKILL leaves no transaction open. */
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
class BrokerKilledIT {
    private static final String TOPIC = "kept";
    private static final int PARTITIONS = 8;
    /** So many that some transaction is just about to end, whenever the broker is killed. */
    private static final int WRITERS = 8;

    private static final int COMMITS = 20;

    @TempDir
    private Path directory;

    @Test
    void transactionsThatWereUnderWayEndWhenItIsStartedAgain() throws Exception {
        try (BrokerProcess broker = new BrokerProcess(directory);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.servers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
            AtomicInteger commits = new AtomicInteger();
            List<Background> writers = IntStream.range(0, WRITERS)
                    .mapToObj(i -> Background.run("writer-" + i, () -> write(broker.servers(), "writer-" + i, commits)))
                    .toList();
            Eventually.holds("transactions are committed", () -> commits.get() > COMMITS * WRITERS);

            broker.kill();
            writers.forEach(Background::close);
            broker.start();

            Eventually.holds("no transaction holds readers of committed records back", () -> ends(
                            admin, IsolationLevel.READ_COMMITTED)
                    .equals(ends(admin, IsolationLevel.READ_UNCOMMITTED)));
        }
    }

    private static void write(String servers, String name, AtomicInteger commits) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", servers,
                "transactional.id", name,
                "transaction.timeout.ms", 3000);
        KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        try {
            producer.initTransactions();
            while (true) {
                producer.beginTransaction();
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    var unused = producer.send(new ProducerRecord<>(TOPIC, partition, name, name));
                }
                producer.commitTransaction();
                commits.incrementAndGet();
            }
        } finally {
            producer.close(Duration.ZERO);
        }
    }

    private static Map<Integer, Long> ends(Admin admin, IsolationLevel isolation)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, PARTITIONS)
                .boxed()
                .collect(Collectors.toMap(p -> new TopicPartition(TOPIC, p), p -> OffsetSpec.latest()));
        Map<Integer, Long> ends = new HashMap<>();
        admin.listOffsets(latest, new ListOffsetsOptions(isolation))
                .all()
                .get()
                .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return ends;
    }
}
