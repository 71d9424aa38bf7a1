package io.weir.cli.audit;

import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.wire.AggregateSlice;
import io.weir.wire.FederationSettings;
import io.weir.wire.LedgerRecord;
import io.weir.wire.ModelChunk;
import io.weir.wire.ModelHead;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** A federation's small records in memory, and where its large ones lie. */
final class FederationRecords {
    private static final int LEDGER_PARTITION = 0;

    private final Topics topics;
    private final AuditSource source;
    private final Deserializer<SpecificRecord> deserializer;
    private final List<Finding> findings = new ArrayList<>();

    private Optional<FederationSettings> settings = Optional.empty();
    private final List<Located<LedgerRecord>> ledger = new ArrayList<>();
    private final Map<Long, List<Located<RoundOpened>>> announcements = new TreeMap<>();
    private final Map<Long, Located<RoundSealed>> sealed = new TreeMap<>();
    private final Map<Long, Located<Verdict>> verdicts = new TreeMap<>();
    private final Map<Long, Map<Integer, Located<SliceFacts>>> aggregates = new TreeMap<>();
    private final Map<String, Located<ChunkFacts>> chunks = new TreeMap<>();
    private Optional<Located<ModelHead>> head = Optional.empty();
    private long ledgerBeforeModels;

    private FederationRecords(Topics topics, AuditSource source, Deserializer<SpecificRecord> deserializer) {
        this.topics = topics;
        this.source = source;
        this.deserializer = deserializer;
    }

    /** Reads everything but updates and keeps no payload. What cannot be read is a finding. */
    static FederationRecords read(Topics topics, AuditSource source, Deserializer<SpecificRecord> deserializer) {
        FederationRecords records = new FederationRecords(topics, source, deserializer);
        // The federation may go on while it is read. A record is read before what it follows from, so that nothing
        // seems to lack its cause; the ledger may then know versions that the models read before do not show.
        records.ledgerBeforeModels =
                source.partitions(topics.ledger()) == 0 ? 0 : source.endOffset(topics.ledger(), LEDGER_PARTITION);
        records.each(topics.models(), records::model);
        records.each(topics.control(), (where, value) -> {
            if (value instanceof FederationSettings found && Keys.settings().equals(where.key())) {
                records.settings = Optional.of(found);
            }
        });
        records.each(
                topics.ledger(),
                (where, value) -> records.expect(
                        where, value, LedgerRecord.class, found -> found.value().getRound(), records.ledger::add));
        records.each(topics.rounds(), (where, value) -> {
            announcement(value).ifPresent(opened -> records.announcements
                    .computeIfAbsent(opened.getRound(), round -> new ArrayList<>())
                    .add(records.at(where, opened)));
            if (value instanceof RoundSealed) {
                records.expect(
                        where,
                        value,
                        RoundSealed.class,
                        found -> found.value().getOpened().getRound(),
                        found -> records.sealed.put(found.value().getOpened().getRound(), found));
            }
        });
        records.each(
                topics.verdicts(),
                (where, value) -> records.expect(
                        where,
                        value,
                        Verdict.class,
                        found -> found.value().getRound(),
                        found -> records.verdicts.put(found.value().getRound(), found)));
        records.each(topics.aggregates(), (where, value) -> {
            if (value instanceof AggregateSlice slice) {
                if (!Keys.aggregate(slice.getRound(), slice.getChunkIndex()).equals(where.key())) {
                    records.findings.add(where.finding("the record's key is '" + where.key()
                            + "', its content is chunk " + slice.getChunkIndex() + " of round " + slice.getRound()));
                }
                records.aggregates
                        .computeIfAbsent(slice.getRound(), round -> new TreeMap<>())
                        .put(slice.getChunkIndex(), records.at(where, SliceFacts.of(slice)));
            }
        });
        return records;
    }

    private static Optional<RoundOpened> announcement(SpecificRecord value) {
        if (value instanceof RoundSealed found) {
            return Optional.of(found.getOpened());
        }
        if (value instanceof RoundFailed failed) {
            return Optional.of(failed.getOpened());
        }
        return value instanceof RoundOpened opened ? Optional.of(opened) : Optional.empty();
    }

    private void model(Located<byte[]> where, SpecificRecord value) {
        if (value == null) {
            chunks.remove(where.key());
        } else if (value instanceof ModelHead found && Keys.head().equals(where.key())) {
            head = Optional.of(at(where, found));
        } else if (value instanceof ModelChunk chunk
                && Keys.model(chunk.getVersion(), chunk.getChunkIndex()).equals(where.key())) {
            chunks.put(where.key(), at(where, ChunkFacts.of(chunk)));
        } else {
            findings.add(where.finding(
                    "the record is neither the head nor the chunk that its key '" + where.key() + "' names"));
        }
    }

    private interface RoundOf<T> {
        long of(Located<T> located);
    }

    private interface Sink<T> {
        void take(Located<T> located);
    }

    private <T extends SpecificRecord> void expect(
            Located<byte[]> where, SpecificRecord value, Class<T> type, RoundOf<T> round, Sink<T> sink) {
        if (!type.isInstance(value)) {
            findings.add(where.finding("the record is not a " + type.getSimpleName()));
            return;
        }
        Located<T> located = at(where, type.cast(value));
        if (!Keys.round(round.of(located)).equals(where.key())) {
            findings.add(where.finding(
                    "the record's key is '" + where.key() + "', its content is of round " + round.of(located)));
        }
        sink.take(located);
    }

    private <T> Located<T> at(Located<?> where, T value) {
        return new Located<>(where.topic(), where.partition(), where.offset(), where.key(), value);
    }

    private void each(String topic, BiConsumer<Located<byte[]>, SpecificRecord> sink) {
        int partitions = source.partitions(topic);
        for (int partition = 0; partition < partitions; partition++) {
            int p = partition;
            source.read(topic, p, source.beginningOffset(topic, p), source.endOffset(topic, p), record -> {
                Located<byte[]> where = new Located<>(topic, p, record.offset(), record.key(), record.value());
                SpecificRecord value;
                try {
                    value = record.value() == null ? null : deserializer.deserialize(topic, record.value());
                } catch (SerializationException e) {
                    findings.add(where.finding("the record does not decode: " + e.getMessage()));
                    return;
                }
                sink.accept(where, value);
            });
        }
    }

    Topics topics() {
        return topics;
    }

    /** Records that do not decode, or are not what their key or topic says. */
    List<Finding> findings() {
        return findings;
    }

    Optional<FederationSettings> settings() {
        return settings;
    }

    /** In the topic's order. */
    List<Located<LedgerRecord>> ledger() {
        return ledger;
    }

    Optional<Located<LedgerRecord>> ledgerOfRound(long round) {
        return ledger.stream()
                .filter(entry -> entry.value().getRound() == round
                        && entry.value().getConfigDigest().hasRemaining())
                .findFirst();
    }

    /** How each round was announced, in every record that says so: as it opened, as it was sealed or failed. */
    Map<Long, List<Located<RoundOpened>>> announcements() {
        return announcements;
    }

    Optional<Located<RoundSealed>> sealed(long round) {
        return Optional.ofNullable(sealed.get(round));
    }

    /** Every seal that is there, by round. */
    List<RoundSealed> seals() {
        return sealed.values().stream().map(Located::value).toList();
    }

    Optional<Located<Verdict>> verdict(long round) {
        return Optional.ofNullable(verdicts.get(round));
    }

    /** Slices of a round's sum by chunk index; empty if none is retained. */
    Map<Integer, Located<SliceFacts>> aggregate(long round) {
        return aggregates.getOrDefault(round, Map.of());
    }

    Optional<Located<ModelHead>> head() {
        return head;
    }

    /** Number of ledger records that were published for certain when the models were read. */
    int publishedForCertain() {
        return (int) ledger.stream()
                .filter(entry -> entry.offset() < ledgerBeforeModels)
                .count();
    }

    /** Retained chunks of a version by index. */
    Map<Integer, Located<ChunkFacts>> chunks(long version) {
        Map<Integer, Located<ChunkFacts>> found = new TreeMap<>();
        chunks.values().stream()
                .filter(chunk -> chunk.value().version() == version)
                .forEach(chunk -> found.put(chunk.value().index(), chunk));
        return found;
    }

    /** Whether the topic's first records are gone. */
    boolean isCut(String topic) {
        return source.partitions(topic) == 0 || source.beginningOffset(topic, 0) > 0;
    }
}
