package io.weir.cli.bench;

import io.weir.cli.bench.BenchResult.Pair;
import io.weir.cli.bench.RoundWatch.Seen;
import io.weir.cli.cluster.ClusterConfig;
import io.weir.cli.cluster.EmbeddedCluster;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationDefaults;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.Topics;
import io.weir.wire.ModelHead;
import io.weir.wire.RoundOpened;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Measures one round's aggregation on a topic that is already filled. The aggregator's process opens the round and is
 * stopped by a signal; the topic is filled; a bare consumer reads it; then the process goes on, and the time runs until
 * the new version is visible to a {@code read_committed} consumer. Before that, rounds of a small federation, and then
 * of this one, warm the Java machines up.
 */
final class AggregateBench {
    private static final String FEDERATION = "bench";
    private static final String WARM_UP = "bench-warm-up";
    private static final int WARM_UP_CHUNK_PARAMETERS = 10_000;
    /**
     * Rounds of full size before the measured ones, since small rounds leave the loops over large chunks half compiled, and the
     * publisher computes once a round. The aggregator runs through them while the topic is filled, as it would in earnest.
     */
    private static final int RUNNING_WARM_UP = 24;

    /** Rounds after these that are like the measured ones. */
    private static final int STOPPED_WARM_UP = 2;

    private static final int WARM_UP_ROUNDS = RUNNING_WARM_UP + STOPPED_WARM_UP;

    /** A stopped process may hold a transaction open; it must outlast the filling of the topic. */
    private static final long TRANSACTION_TIMEOUT_MS = TimeUnit.MINUTES.toMillis(10);

    /**
     * A running instance commits in its pauses. A stopped one, whose interval ends while the topic is filled, would catch that up in
     * the measured time.
     */
    private static final long COMMIT_INTERVAL_MS = TimeUnit.SECONDS.toMillis(5);

    private final BenchOptions options;
    private final Consumer<String> progress;

    AggregateBench(BenchOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    BenchResult run() throws InterruptedException {
        progress.accept("starting broker and registry");
        try (EmbeddedCluster cluster = EmbeddedCluster.start(ClusterConfig.defaults())) {
            Connection connection = Connection.of(cluster.bootstrapServers(), cluster.registryUrl());
            Instant notBefore = Instant.now().minusSeconds(60);
            List<ParticipantIdentity> identities = IntStream.range(0, options.participants())
                    .mapToObj(i -> ParticipantIdentity.generate("bank-" + i, Duration.ofDays(1), notBefore))
                    .toList();
            Map<String, Object> config = connection.clientProperties();
            config.put("producer.transaction.timeout.ms", TRANSACTION_TIMEOUT_MS);
            config.put("main.consumer.session.timeout.ms", TRANSACTION_TIMEOUT_MS);
            config.put("commit.interval.ms", COMMIT_INTERVAL_MS);
            try (UpdateFiller filler = new UpdateFiller(connection);
                    AggregatorProcess aggregator = AggregatorProcess.launch(options.aggregatorJvm(), config)) {
                warmUp(connection, aggregator, filler, identities);
                return measure(connection, aggregator, filler, identities);
            }
        }
    }

    private void warmUp(
            Connection connection,
            AggregatorProcess aggregator,
            UpdateFiller filler,
            List<ParticipantIdentity> identities)
            throws InterruptedException {
        int parameters = Math.min(options.parameters(), options.partitions() * WARM_UP_CHUNK_PARAMETERS);
        progress.accept("warming up: " + options.warmUp() + " rounds of " + parameters + " parameters");
        // A chunk in every partition, as in the measured rounds: else only one of the slice tasks would warm up.
        try (BenchFederation federation = BenchFederation.create(
                WARM_UP, connection, options, parameters, WARM_UP_CHUNK_PARAMETERS, options.warmUp(), identities)) {
            aggregator.startInstance(WARM_UP);
            for (int round = 1; round <= options.warmUp(); round++) {
                filler.fill(federation.awaitOpened(round), identities, parameters, options.seed());
                federation.nextVersion();
            }
            aggregator.stopInstance();
        }
    }

    private BenchResult measure(
            Connection connection,
            AggregatorProcess aggregator,
            UpdateFiller filler,
            List<ParticipantIdentity> identities)
            throws InterruptedException {
        List<Pair> pairs = new ArrayList<>();
        long topicBytes = 0;
        String digest = "";
        int last = options.repeat() + WARM_UP_ROUNDS;
        try (BenchFederation federation = BenchFederation.create(
                        FEDERATION,
                        connection,
                        options,
                        options.parameters(),
                        FederationDefaults.CHUNK_PARAMETERS,
                        last,
                        identities);
                RoundTimeline timeline = new RoundTimeline(connection, new Topics(FEDERATION))) {
            aggregator.startInstance(FEDERATION);
            progress.accept("warming up: " + RUNNING_WARM_UP + " rounds of " + options.parameters() + " parameters");
            for (int round = 1; round <= RUNNING_WARM_UP; round++) {
                filler.fill(federation.awaitOpened(round), identities, options.parameters(), options.seed());
                federation.nextVersion();
            }
            timeline.next(System.currentTimeMillis());
            for (int round = RUNNING_WARM_UP + 1; round <= last; round++) {
                RoundOpened opened = federation.awaitOpened(round);
                federation.awaitTasksKnow(opened);
                aggregator.settle();
                aggregator.freeze();
                progress.accept("round " + round + ": filling the topic");
                topicBytes = filler.fill(opened, identities, options.parameters(), options.seed());
                CompilerThreads.awaitQuiet();
                // The filler's garbage is not the aggregator's, and broker and publisher live here too.
                System.gc();
                double bare = TopicReading.secondsToRead(connection, opened.getTopic());
                long startMs = System.currentTimeMillis();
                long startNs = System.nanoTime();
                aggregator.thaw();
                Seen<ModelHead> version = federation.nextVersion();
                RoundTimeline.Steps steps = timeline.next(startMs);
                digest = version.what().getDigest();
                Pair pair = new Pair(bare, (version.atNs() - startNs) / 1e9, steps);
                report(round, pair);
                if (round > WARM_UP_ROUNDS) {
                    pairs.add(pair);
                }
            }
            long peakRssBytes = aggregator.peakRssBytes();
            aggregator.stopInstance();
            return new BenchResult(options, topicBytes, pairs, peakRssBytes, digest);
        }
    }

    private void report(int round, Pair pair) {
        progress.accept(String.format(
                Locale.ROOT,
                "round %d: bare %.3f s, aggregation %.3f s, ratio %.2f%s",
                round,
                pair.bareConsumerSeconds(),
                pair.aggregateSeconds(),
                pair.ratio(),
                round <= WARM_UP_ROUNDS ? " (warm-up)" : ""));
    }
}
