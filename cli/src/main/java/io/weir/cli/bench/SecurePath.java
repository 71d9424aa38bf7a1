package io.weir.cli.bench;

import io.weir.aggregator.LogReader;
import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.aggregator.audit.RecomputedRound;
import io.weir.aggregator.audit.RoundRecomputation;
import io.weir.cli.audit.KafkaAuditSource;
import io.weir.cli.bench.SecureResult.Figure;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationException;
import io.weir.client.LocalUpdate;
import io.weir.client.TrainingException;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.client.secure.UpdateHiding;
import io.weir.client.update.EncodedUpdate;
import io.weir.client.update.UpdateEncoder;
import io.weir.schemas.Topics;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.LedgerRecord;
import io.weir.wire.RoundSealed;
import io.weir.wire.SecureBackend;
import io.weir.wire.UpdateChunk;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** One path whose rounds are over: encodes an update of its last round again, and computes that round again. */
final class SecurePath implements AutoCloseable {
    private final Connection connection;
    private final SecureResult.Row row;
    private final SecureRecords records;
    private final long round;
    private final UpdateEncoder encoder;
    private final LocalUpdate update;
    private final HeldLog held;
    private final Deserializer<SpecificRecord> deserializer;

    private SecurePath(
            SecureOptions options,
            SecureBackend backend,
            Connection connection,
            SecureFederation federation,
            Deserializer<SpecificRecord> deserializer) {
        this.connection = connection;
        this.deserializer = deserializer;
        this.row = new SecureResult.Row(backend);
        this.records = SecureRecords.of(connection, federation, options.participants());
        this.round = federation.rounds();
        SecureFederation.Member member = federation.first();
        this.encoder = new UpdateEncoder(
                member.identity(),
                UpdateInterceptor.NONE,
                Optional.of(new UpdateHiding(member.identity(), member.keys(), new SecureRandom())));
        this.update = SecureUpdates.of(options, round, 0);
        RoundSealed sealed = records.seals().get(round);
        try (KafkaAuditSource source = new KafkaAuditSource(connection)) {
            this.held = HeldLog.of(source, sealed.getOpened().getTopic(), sealed.getCuts());
        }
    }

    /** Runs a federation to its end. */
    static SecurePath run(SecureOptions options, SecureBackend backend, Connection connection)
            throws InterruptedException {
        try (SecureFederation federation = new SecureFederation(options, backend, connection)) {
            federation.run();
            SecurePath path = new SecurePath(
                    options, backend, connection, federation, WeirSerdes.deserializer(connection.clientProperties()));
            path.look();
            return path;
        }
    }

    private void look() {
        for (long measured = 2; measured <= round; measured++) {
            row.add(Figure.COMMIT_TO_VERSION, records.commitToVersionSeconds(connection, measured));
        }
        LedgerRecord ledger = records.ledger().get(round);
        row.digests(Digests.hex(ledger.getAggregateDigest()), ledger.getModelDigest());
        row.sentBytes(sentBytes());
    }

    private long sentBytes() {
        EncodedUpdate encoded = encoded();
        Topics topics = new Topics(encoded.opened().getFederation());
        try (Serializer<SpecificRecord> serializer = WeirSerdes.serializer(connection.clientProperties())) {
            long bytes = 0;
            for (UpdateChunk chunk : encoded.chunks()) {
                bytes += serializer.serialize(encoded.opened().getTopic(), chunk).length;
            }
            return bytes
                    + encoded.shares()
                            .map(shares -> serializer.serialize(topics.committee(), shares).length)
                            .orElse(0);
        }
    }

    SecureResult.Row row() {
        return row;
    }

    /** Encodes an update. */
    void encode(boolean counts) {
        long startNs = System.nanoTime();
        EncodedUpdate encoded = encoded();
        double seconds = (System.nanoTime() - startNs) / 1e9;
        if (counts && !encoded.chunks().isEmpty()) {
            row.add(Figure.ENCODE, seconds);
        }
    }

    private EncodedUpdate encoded() {
        try {
            return encoder.encode(records.opened(round), update);
        } catch (TrainingException e) {
            throw new FederationException("the made-up update cannot be encoded: " + e.getMessage(), e);
        }
    }

    /** Computes the round again, from the broker and from memory. */
    void recompute(boolean counts) {
        double read = recompute(() -> new KafkaAuditSource(connection));
        double inMemory = recompute(() -> held);
        if (counts) {
            row.add(Figure.RECOMPUTE, read);
            row.add(Figure.RECOMPUTE_IN_MEMORY, inMemory);
        }
    }

    private double recompute(Supplier<? extends LogReader> logs) {
        RoundSealed sealed = records.seals().get(round);
        long startNs = System.nanoTime();
        RecomputedRound again = new RoundRecomputation(deserializer, logs)
                .recompute(
                        sealed,
                        records.seals().values(),
                        RecomputationPlan.asRecorded(),
                        Optional.of(records.verdicts().get(round)));
        double seconds = (System.nanoTime() - startNs) / 1e9;
        ByteBuffer recorded = records.ledger().get(round).getAggregateDigest();
        if (!recorded.equals(ByteBuffer.wrap(again.aggregateDigest()))) {
            throw new FederationException(
                    "round " + round + " of " + sealed.getOpened().getFederation()
                            + " computed again has other sums than the aggregator's: run `weir audit` on such a federation");
        }
        return seconds;
    }

    @Override
    public void close() {
        deserializer.close();
    }
}
