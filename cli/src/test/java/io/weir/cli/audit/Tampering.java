package io.weir.cli.audit;

import io.weir.aggregator.LogReader.LogRecord;
import io.weir.cli.audit.MemoryAuditSource.Changed;
import io.weir.schemas.Bytes;
import io.weir.schemas.Topics;
import io.weir.schemas.digest.Digests;
import io.weir.wire.AggregateSlice;
import io.weir.wire.LedgerRecord;
import io.weir.wire.ModelChunk;
import io.weir.wire.ModelHead;
import io.weir.wire.ModelManifest;
import io.weir.wire.PastRounds;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** What somebody with write access to the brokers' disks might do to the records of round 2. */
enum Tampering {
    UPDATE_PAYLOAD_BYTE((s, t, serde) -> s.change(
            t.roundUpdates(2),
            UpdateChunk.class,
            c -> isB(c.getParticipant()),
            c -> with(c, flipped(c.getPayload())),
            serde)),
    UPDATE_PAYLOAD_WITH_ITS_HASH((s, t, serde) -> s.change(
            t.roundUpdates(2),
            UpdateChunk.class,
            c -> isB(c.getParticipant()),
            c -> {
                ByteBuffer payload = flipped(c.getPayload());
                return UpdateChunk.newBuilder(with(c, payload))
                        .setSha256(ByteBuffer.wrap(Digests.sha256(payload)))
                        .build();
            },
            serde)),
    UPDATE_WEIGHT((s, t, serde) -> s.change(
            t.roundUpdates(2),
            UpdateChunk.class,
            c -> isB(c.getParticipant()),
            c -> UpdateChunk.newBuilder(c).setWeight(c.getWeight() + 1).build(),
            serde)),
    COMMIT_SIGNATURE((s, t, serde) -> s.change(
            t.roundUpdates(2),
            UpdateCommit.class,
            c -> isB(c.getParticipant()),
            c -> UpdateCommit.newBuilder(c)
                    .setSignature(flipped(c.getSignature()))
                    .build(),
            serde)),
    COMMIT_EXAMPLES((s, t, serde) -> s.change(
            t.roundUpdates(2),
            UpdateCommit.class,
            c -> isB(c.getParticipant()),
            c -> UpdateCommit.newBuilder(c).setExamples(c.getExamples() + 1).build(),
            serde)),
    SEALED_CUTS((s, t, serde) -> seal(s, t, serde, r -> {
        List<Long> cuts = new ArrayList<>(r.getCuts());
        cuts.set(0, cuts.get(0) - 1);
        return RoundSealed.newBuilder(r).setCuts(cuts).build();
    })),
    SEALED_UPDATE_METRICS((s, t, serde) -> seal(s, t, serde, r -> {
        List<SealedUpdate> updates = new ArrayList<>(r.getUpdates());
        updates.set(
                1,
                SealedUpdate.newBuilder(updates.get(1))
                        .setExamples(updates.get(1).getExamples() + 1)
                        .build());
        return RoundSealed.newBuilder(r).setUpdates(updates).build();
    })),
    SEALED_UPDATE_REMOVED((s, t, serde) -> seal(s, t, serde, r -> RoundSealed.newBuilder(r)
            .setUpdates(r.getUpdates().subList(1, r.getUpdates().size()))
            .build())),
    ROUND_CLIPPING_BOUND((s, t, serde) -> seal(s, t, serde, r -> RoundSealed.newBuilder(r)
            .setOpened(RoundOpened.newBuilder(r.getOpened()).setClippingBound(5).build())
            .build())),
    ANNOUNCEMENT_SIGNATURE((s, t, serde) -> announcement(s, t, serde, o -> RoundOpened.newBuilder(o)
            .setSignature(flipped(o.getSignature()))
            .build())),
    ANNOUNCEMENT_UNSIGNED((s, t, serde) -> announcement(s, t, serde, o -> RoundOpened.newBuilder(o)
            .setSignature(ByteBuffer.allocate(0))
            .setSignatureAlgorithm("")
            .build())),
    ANNOUNCEMENT_DEADLINE((s, t, serde) -> announcement(s, t, serde, o -> RoundOpened.newBuilder(o)
            .setDeadlineMs(o.getDeadlineMs() + 1)
            .build())),
    ANNOUNCEMENT_AS_IT_OPENED((s, t, serde) -> s.change(
            t.rounds(),
            RoundOpened.class,
            o -> o.getRound() == 2,
            o -> RoundOpened.newBuilder(o).setOpenedAtMs(o.getOpenedAtMs() - 1).build(),
            serde)),
    VERDICT_ADMITTED((s, t, serde) -> verdict(s, t, serde, v -> Verdict.newBuilder(v)
            .setAdmitted(v.getAdmitted().subList(1, v.getAdmitted().size()))
            .build())),
    VERDICT_REASON((s, t, serde) -> verdict(s, t, serde, v -> Verdict.newBuilder(v)
            .setRejected(List.of(Rejection.newBuilder(v.getRejected().get(0))
                    .setDetail("no reason")
                    .build()))
            .build())),
    VERDICT_HISTORY((s, t, serde) -> verdict(s, t, serde, v -> Verdict.newBuilder(v)
            .setHistory(PastRounds.newBuilder(v.getHistory())
                    .setParticipants(List.of())
                    .build())
            .build())),
    AGGREGATE_BYTE((s, t, serde) -> s.change(
            t.aggregates(),
            AggregateSlice.class,
            a -> a.getRound() == 2,
            a -> AggregateSlice.newBuilder(a)
                    .setPayload(flipped(a.getPayload()))
                    .build(),
            serde)),
    AGGREGATE_TOTAL_WEIGHT((s, t, serde) -> s.change(
            t.aggregates(),
            AggregateSlice.class,
            a -> a.getRound() == 2,
            a -> AggregateSlice.newBuilder(a).setTotalWeight(1).build(),
            serde)),
    ROUND_PARAMETER_COUNT((s, t, serde) -> seal(s, t, serde, r -> RoundSealed.newBuilder(r)
            .setOpened(
                    RoundOpened.newBuilder(r.getOpened()).setParameterCount(0).build())
            .build())),
    MODEL_CHUNK_COUNT((s, t, serde) -> s.change(
            t.models(),
            ModelChunk.class,
            c -> c.getVersion() == 2 && c.getChunkIndex() == 1,
            c -> ModelChunk.newBuilder(c).setChunkCount(7).build(),
            serde)),
    MODEL_HEAD_MANIFEST((s, t, serde) -> s.change(
            t.models(),
            ModelHead.class,
            h -> h.getVersion() == AuditedFederation.ROUNDS,
            h -> ModelHead.newBuilder(h)
                    .setManifest(
                            ModelManifest.newBuilder(h.getManifest()).setSeed(9).build())
                    .build(),
            serde)),
    LEDGER_AGGREGATE_DIGEST((s, t, serde) -> ledger(s, t, serde, r -> LedgerRecord.newBuilder(r)
            .setAggregateDigest(flipped(r.getAggregateDigest()))
            .build())),
    LEDGER_REWRITTEN_WITH_ITS_HASH((s, t, serde) -> ledger(s, t, serde, r -> {
        LedgerRecord changed = LedgerRecord.newBuilder(r).setSoftware("other").build();
        return LedgerRecord.newBuilder(changed)
                .setHash(ByteBuffer.wrap(Digests.ledgerHash(changed)))
                .build();
    })),
    LEDGER_ORDER((s, t, serde) -> {
        List<LogRecord> records = s.of(t.ledger()).get(0);
        LogRecord first = records.get(1);
        LogRecord second = records.get(2);
        records.set(1, new LogRecord(first.offset(), second.key(), second.value()));
        records.set(2, new LogRecord(second.offset(), first.key(), first.value()));
        return new Changed(t.ledger(), 0, first.offset());
    }),
    LEDGER_RECORD_REMOVED((s, t, serde) -> {
        List<LogRecord> records = s.of(t.ledger()).get(0);
        records.remove(1);
        return new Changed(t.ledger(), 0, records.get(1).offset());
    }),
    LEDGER_SIGNATURE((s, t, serde) -> ledger(s, t, serde, r -> LedgerRecord.newBuilder(r)
            .setSignature(flipped(r.getSignature()))
            .build())),
    MODEL_CHUNK_BYTE((s, t, serde) -> s.change(
            t.models(),
            ModelChunk.class,
            c -> c.getVersion() == 2,
            c -> ModelChunk.newBuilder(c).setPayload(flipped(c.getPayload())).build(),
            serde)),
    MODEL_HEAD_DIGEST((s, t, serde) -> s.change(
            t.models(),
            ModelHead.class,
            h -> h.getVersion() == AuditedFederation.ROUNDS,
            h -> ModelHead.newBuilder(h).setDigest("sha256:00").build(),
            serde)),
    LEDGER_RECORD_UNREADABLE((s, t, serde) -> {
        List<LogRecord> records = s.of(t.ledger()).get(0);
        LogRecord record = records.get(1);
        records.set(1, new LogRecord(record.offset(), record.key(), new byte[] {7}));
        return new Changed(t.ledger(), 0, record.offset());
    });

    private interface Change {
        Changed apply(MemoryAuditSource source, Topics topics, Serde<SpecificRecord> serde);
    }

    private interface Edit<T> extends UnaryOperator<T> {}

    @SuppressWarnings("ImmutableEnumChecker") // A lambda without state.
    private final Change change;

    Tampering(Change change) {
        this.change = change;
    }

    Changed apply(MemoryAuditSource source, Topics topics, Serde<SpecificRecord> serde) {
        return change.apply(source, topics, serde);
    }

    /** Whether the changed record agrees with itself, so that only the commit after it contradicts it. */
    boolean isFoundThroughTheCommit() {
        return this == UPDATE_PAYLOAD_WITH_ITS_HASH || this == UPDATE_WEIGHT;
    }

    private static boolean isB(String participant) {
        return participant.equals("bank-b");
    }

    private static UpdateChunk with(UpdateChunk chunk, ByteBuffer payload) {
        return UpdateChunk.newBuilder(chunk).setPayload(payload).build();
    }

    private static Changed seal(
            MemoryAuditSource source, Topics topics, Serde<SpecificRecord> serde, Edit<RoundSealed> change) {
        return source.change(
                topics.rounds(), RoundSealed.class, r -> r.getOpened().getRound() == 2, change, serde);
    }

    private static Changed announcement(
            MemoryAuditSource source, Topics topics, Serde<SpecificRecord> serde, Edit<RoundOpened> change) {
        return seal(source, topics, serde, r -> RoundSealed.newBuilder(r)
                .setOpened(change.apply(r.getOpened()))
                .build());
    }

    private static Changed verdict(
            MemoryAuditSource source, Topics topics, Serde<SpecificRecord> serde, Edit<Verdict> change) {
        return source.change(topics.verdicts(), Verdict.class, v -> v.getRound() == 2, change, serde);
    }

    private static Changed ledger(
            MemoryAuditSource source, Topics topics, Serde<SpecificRecord> serde, Edit<LedgerRecord> change) {
        return source.change(topics.ledger(), LedgerRecord.class, r -> r.getRound() == 2, change, serde);
    }

    /** The same bytes but for one bit in the middle. */
    private static ByteBuffer flipped(ByteBuffer bytes) {
        byte[] copy = Bytes.copy(bytes);
        copy[copy.length / 2] ^= 1;
        return ByteBuffer.wrap(copy);
    }
}
