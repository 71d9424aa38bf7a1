package io.weir.cli.bench;

import io.weir.aggregator.AggregatorApplication;
import io.weir.cli.bench.OpenRoundResult.Figure;
import io.weir.cli.bench.OpenRoundResult.Row;
import io.weir.cli.bench.RoundWatch.Seen;
import io.weir.cli.cluster.ClusterConfig;
import io.weir.cli.cluster.EmbeddedCluster;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationException;
import io.weir.publisher.ModelPublisher;
import io.weir.publisher.PublisherConfig;
import io.weir.publisher.PublisherListener;
import io.weir.wire.RoundOpened;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Measures what retained round topics cost: a whole round as banks see it, the start of an instance, and new topics.
 * Every number of retained rounds has a cluster of its own, so that one does not weigh on the other. The first is measured
 * twice, and the first time does not count: the code is compiled then.
 */
final class OpenRoundBench {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int WARM_UP_ROUNDS = 20;

    private final OpenRoundOptions options;
    private final Consumer<String> progress;

    OpenRoundBench(OpenRoundOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    OpenRoundResult run() throws InterruptedException {
        int most = options.retained().stream().mapToInt(Integer::intValue).max().orElseThrow();
        OpenFiles.check((long) most * options.partitions());
        progress.accept("warming up");
        measure(options.retained().get(0));
        List<Row> rows = new ArrayList<>();
        for (int retained : options.retained()) {
            rows.add(measure(retained));
        }
        return new OpenRoundResult(options, rows);
    }

    private Row measure(int retained) throws InterruptedException {
        progress.accept(retained + " retained rounds: starting broker and registry");
        try (EmbeddedCluster cluster = EmbeddedCluster.start(ClusterConfig.defaults())) {
            Connection connection = Connection.of(cluster.bootstrapServers(), cluster.registryUrl());
            try (RetainedRounds rounds = new RetainedRounds(connection, options);
                    ModelPublisher publisher = publisher(connection)) {
                new Thread(publisher::run, "weir-bench-publisher").start();
                return measure(retained, rounds);
            }
        }
    }

    private static ModelPublisher publisher(Connection connection) {
        Map<String, Object> config = connection.clientProperties();
        config.put(PublisherConfig.FEDERATION, RetainedRounds.FEDERATION);
        config.put(PublisherConfig.RETAIN_VERSIONS, "1");
        return new ModelPublisher(PublisherConfig.from(config), new PublisherListener() {});
    }

    private Row measure(int retained, RetainedRounds rounds) throws InterruptedException {
        Row row = new Row(retained);
        progress.accept(retained + " retained rounds: letting them pass");
        rounds.pass(retained);
        int repeat = options.repeat();
        rounds.lastRound(rounds.round() + WARM_UP_ROUNDS + 2L * repeat + 1);

        progress.accept(retained + " retained rounds: rounds, new topics and starts");
        rounds.start(Map.of());
        long versionNs = 0;
        for (int i = -WARM_UP_ROUNDS; i < repeat; i++) {
            versionNs = round(rounds, versionNs, i < 0 ? new Row(retained) : row);
        }
        Seen<RoundOpened> open = rounds.nextRound();
        for (int i = 0; i < repeat; i++) {
            open = start(rounds, open, row);
        }
        rounds.send(open.what());
        rounds.lastRound(rounds.round());
        rounds.nextVersion();
        for (int i = 0; i < repeat; i++) {
            provision(rounds, row);
        }
        progress.accept(row.toString());
        return row;
    }

    /** One round as a bank sees it, from the version before it to the version that it leads to. */
    private static long round(RetainedRounds rounds, long versionNs, Row row) throws InterruptedException {
        Seen<RoundOpened> opened = rounds.nextRound();
        if (versionNs > 0) {
            row.add(Figure.OPENING, opened.atNs() - versionNs);
        }
        long sentNs = rounds.send(opened.what());
        long publishedNs = rounds.nextVersion();
        row.add(Figure.CLOSING, publishedNs - sentNs);
        row.add(Figure.ROUND, publishedNs - opened.atNs());
        return publishedNs;
    }

    /** An instance that starts alone, in mid-round, with the update there already. */
    private static Seen<RoundOpened> start(RetainedRounds rounds, Seen<RoundOpened> open, Row row)
            throws InterruptedException {
        rounds.stop();
        rounds.send(open.what());
        long startNs = System.nanoTime();
        AggregatorApplication aggregator = rounds.start(Map.of());
        row.add(Figure.START, awaitRunning(aggregator) - startNs);
        rounds.nextVersion();
        Seen<RoundOpened> next = rounds.nextRound();
        row.add(Figure.START_TO_OPENED, next.atNs() - startNs);
        return next;
    }

    /** A topic that is made when its round can be opened at once but for it. */
    private static void provision(RetainedRounds rounds, Row row) throws InterruptedException {
        long changedNs = System.nanoTime();
        rounds.lastRound(rounds.round() + 1);
        Seen<RoundOpened> opened = rounds.nextRound();
        row.add(Figure.NEW_TOPIC, opened.atNs() - changedNs);
        rounds.send(opened.what());
        rounds.nextVersion();
    }

    private static long awaitRunning(AggregatorApplication aggregator) throws InterruptedException {
        long patienceNs = System.nanoTime() + PATIENCE.toNanos();
        while (aggregator.state() != KafkaStreams.State.RUNNING) {
            if (System.nanoTime() > patienceNs || Thread.interrupted()) {
                throw new FederationException("the aggregator did not start: it is " + aggregator.state());
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
        }
        return System.nanoTime();
    }
}
