package io.weir.cli.bench;

import io.weir.aggregator.AggregatorApplication;
import io.weir.aggregator.AggregatorConfig;
import io.weir.cli.bench.RoundWatch.Seen;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationAdmin;
import io.weir.cli.federation.FederationDefaults;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.Topics;
import io.weir.wire.FederationSettings;
import io.weir.wire.RoundOpened;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A federation of one bank whose first rounds are over; their topics, empty but for markers, are still there. */
final class RetainedRounds implements AutoCloseable {
    static final String FEDERATION = "bench";

    private static final int PARAMETERS = 1000;
    /** Spread over several partitions, as real updates are. */
    private static final int CHUNK_PARAMETERS = 250;

    private static final long SEED = 42;
    /** Nobody can send anything in time, so rounds fail as fast as they are opened. */
    private static final long NO_TIME_MS = 1;

    /** Instead of every minute, so that rounds that ended just now count as old. */
    private static final Duration CHECK = Duration.ofSeconds(1);

    private static final long MUCH_TIME_MS = TimeUnit.HOURS.toMillis(1);

    private final Connection connection;
    private final int watched;
    private final RoundWatch watch;
    private final UpdateFiller filler;
    private final ParticipantIdentity bank;
    private FederationSettings settings;
    private AggregatorApplication aggregator;
    private long round;
    private long version;

    RetainedRounds(Connection connection, OpenRoundOptions options) {
        this.connection = connection;
        this.watched = options.watched();
        Instant now = Instant.now();
        this.bank = ParticipantIdentity.generate("bank", Duration.ofDays(1), now.minusSeconds(60));
        this.settings = FederationDefaults.settings(FEDERATION, BenchFederation.manifest(PARAMETERS, SEED))
                .setPartitions(options.partitions())
                .setChunkParameters(CHUNK_PARAMETERS)
                .setQuorum(1)
                .setRounds(1)
                .setDeadlineMs(NO_TIME_MS)
                .build();
        try (FederationAdmin admin = new FederationAdmin(connection)) {
            admin.create(settings, List.of(BenchFederation.entry(FEDERATION, bank)));
        }
        this.watch = new RoundWatch(connection, new Topics(FEDERATION));
        this.filler = new UpdateFiller(connection);
    }

    /** Lets this many rounds pass, with their topics made all at once, and then the time after which they are left out. */
    void pass(int count) throws InterruptedException {
        start(Map.of(AggregatorConfig.PROVISION_AHEAD, "1000", AggregatorConfig.TICK_MS, "1"));
        change(round + count, NO_TIME_MS);
        round += count;
        watch.failed(round);
        stop();
        Thread.sleep(AggregatorConfig.RETENTION_CHECKS_TO_LEAVE_OUT * CHECK.toMillis());
    }

    /** Sets the last round and leaves banks time. */
    void lastRound(long rounds) {
        change(rounds, MUCH_TIME_MS);
    }

    private void change(long rounds, long deadlineMs) {
        settings = FederationSettings.newBuilder(settings)
                .setRounds(rounds)
                .setDeadlineMs(deadlineMs)
                .build();
        try (FederationAdmin admin = new FederationAdmin(connection)) {
            admin.change(settings);
        }
    }

    AggregatorApplication start(Map<String, String> over) {
        Map<String, Object> config = connection.clientProperties();
        config.put(AggregatorConfig.FEDERATION, FEDERATION);
        config.put(AggregatorConfig.RETENTION_CHECK_MS, String.valueOf(CHECK.toMillis()));
        config.put(AggregatorConfig.ROUNDS_WATCHED, String.valueOf(watched));
        config.putAll(over);
        aggregator = new AggregatorApplication(AggregatorConfig.from(config));
        aggregator.start();
        return aggregator;
    }

    void stop() {
        if (aggregator != null) {
            aggregator.close();
            aggregator = null;
        }
    }

    long round() {
        return round;
    }

    /** Waits until the next round is open. */
    Seen<RoundOpened> nextRound() throws InterruptedException {
        return watch.opened(++round);
    }

    /** Sends the bank's update; returns when its last record was acknowledged, in nanoseconds. */
    long send(RoundOpened opened) throws InterruptedException {
        filler.fill(opened, List.of(bank), PARAMETERS, SEED);
        return System.nanoTime();
    }

    /** Waits until the next version is visible; returns when, in nanoseconds. */
    long nextVersion() throws InterruptedException {
        return watch.version(++version).atNs();
    }

    @Override
    public void close() {
        stop();
        filler.close();
        watch.close();
    }
}
