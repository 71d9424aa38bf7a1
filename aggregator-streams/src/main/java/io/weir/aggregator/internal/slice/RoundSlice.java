package io.weir.aggregator.internal.slice;

import io.weir.aggregator.LogReader;
import io.weir.aggregator.LogReader.LogRecord;
import io.weir.aggregator.internal.HiddenRound;
import io.weir.aggregator.internal.RoundRule;
import io.weir.guard.Combination;
import io.weir.guard.Rules;
import io.weir.guard.Signs;
import io.weir.guard.VerdictRule;
import io.weir.guard.kernel.CoordinateSample;
import io.weir.guard.kernel.Measures;
import io.weir.privacy.sealing.UpdateOpener;
import io.weir.schemas.Keys;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.GroupOpening;
import io.weir.wire.ReasonCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTopicMarker;
import io.weir.wire.SliceMeasured;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * One partition of one open round: a pure function of the records below {@link #next()}, so that a task that takes over
 * rebuilds it by reading the log. What becomes of the values is the {@link SliceAccumulator}'s business.
 */
public final class RoundSlice implements AutoCloseable {
    private static final int ANY_CHUNK = -1;

    private final RoundOpened opened;
    private final int partition;
    private final Deserializer<SpecificRecord> deserializer;
    private final VectorChunks layout;
    private final ChunkReader reader;
    private final CommitChecks commits;
    private final VerdictRule rule;
    private final boolean countsSigns;
    private final SliceAccumulator accumulator;
    /** Has the values, if the round hides updates; the accumulator has none then. */
    private final Optional<HiddenSlice> hidden;

    private final Map<String, Contribution> contributions = new TreeMap<>();
    private int decided;
    private long next;

    /**
     * Keeps no values: rules that need them all read the log again. Counts signs, for whatever rule may judge. Of a round whose
     * updates are sealed it has no values at all, but checks everything else.
     */
    public RoundSlice(RoundOpened opened, int partition, Deserializer<SpecificRecord> deserializer) {
        this(opened, opened, partition, deserializer);
    }

    /**
     * The same for records that are dealt to other partitions than they lie in.
     *
     * @param announced as participants saw it: what hides their updates follows from all of it, its partitions included
     */
    public RoundSlice(
            RoundOpened opened, RoundOpened announced, int partition, Deserializer<SpecificRecord> deserializer) {
        this(opened, announced, partition, deserializer, RowBuffers.none(), true, Optional.empty());
    }

    /**
     * An empty slice.
     *
     * @param buffers for values that a rule needs all at once
     */
    public RoundSlice(
            RoundOpened opened, int partition, Deserializer<SpecificRecord> deserializer, RowBuffers buffers) {
        this(opened, partition, deserializer, buffers, Optional.empty());
    }

    /**
     * An empty slice.
     *
     * @param buffers for values that a rule needs all at once
     * @param opener of payloads, if the round's updates are sealed for this process
     */
    RoundSlice(
            RoundOpened opened,
            int partition,
            Deserializer<SpecificRecord> deserializer,
            RowBuffers buffers,
            Optional<UpdateOpener> opener) {
        this(
                opened,
                opened,
                partition,
                deserializer,
                buffers,
                RoundRule.of(opened).needsSigns(),
                opener);
    }

    private RoundSlice(
            RoundOpened opened,
            RoundOpened announced,
            int partition,
            Deserializer<SpecificRecord> deserializer,
            RowBuffers buffers,
            boolean countsSigns,
            Optional<UpdateOpener> opener) {
        this.opened = opened;
        this.partition = partition;
        this.deserializer = deserializer;
        this.layout = new VectorChunks(opened.getParameterCount(), opened.getChunkParameters());
        this.reader = new ChunkReader(opened, partition, opener);
        this.commits = new CommitChecks(opened);
        this.rule = RoundRule.of(opened);
        this.countsSigns = countsSigns;
        this.accumulator = accumulator(buffers);
        this.hidden = HiddenRound.of(announced)
                .map(round -> new HiddenSlice(round, opened, partition, deserializer, chunkIndexes()));
    }

    private SliceAccumulator accumulator(RowBuffers buffers) {
        return rule.needsGram() || !isRunning(rule)
                ? heldRows(buffers)
                : new RunningSum(chunkIndexes(), layout, opened.getScaleBits());
    }

    private static boolean isRunning(VerdictRule rule) {
        return rule.combination() instanceof Combination.WeightedSum;
    }

    private HeldRows heldRows(RowBuffers buffers) {
        return new HeldRows(chunkIndexes(), layout, opened.getScaleBits(), buffers, HeldRows.STRIPE_BYTES);
    }

    /** The round's settings. */
    public RoundOpened opened() {
        return opened;
    }

    /** The offset of the first record that has not been absorbed. */
    public long next() {
        return next;
    }

    /** Chunks of the vector that lie in this partition. */
    public List<Integer> chunkIndexes() {
        List<Integer> indexes = new ArrayList<>();
        for (int c = partition; c < opened.getChunkCount(); c += opened.getPartitions()) {
            indexes.add(c);
        }
        return indexes;
    }

    /** Takes in the next record and says what it led to. */
    public List<SliceEvent> absorb(LogRecord record) {
        if (record.offset() < next) {
            throw new IllegalStateException("offset " + record.offset() + " was absorbed already; next is " + next);
        }
        next = record.offset() + 1;
        SpecificRecord value;
        try {
            value = deserializer.deserialize(opened.getTopic(), record.value());
        } catch (SerializationException e) {
            String claimed = Keys.claimedParticipant(record.key()).orElse("");
            return refuseUnproven(
                    claimed,
                    ANY_CHUNK,
                    new Refusal(ReasonCode.MALFORMED_RECORD, "the record does not decode: " + e.getMessage()),
                    record);
        }
        if (value instanceof UpdateChunk chunk) {
            return absorb(chunk, record);
        }
        if (value instanceof UpdateCommit commit) {
            return absorb(commit, record);
        }
        if (value instanceof RoundTopicMarker) {
            return List.of();
        }
        String type = value == null ? "null" : value.getSchema().getFullName();
        return refuseUnproven(
                Keys.claimedParticipant(record.key()).orElse(""),
                ANY_CHUNK,
                new Refusal(ReasonCode.UNEXPECTED_TYPE, "a round topic takes chunks and commits, not " + type),
                record);
    }

    private List<SliceEvent> absorb(UpdateChunk chunk, LogRecord record) {
        String participant = chunk.getParticipant();
        if (!commits.isMember(participant)) {
            return List.of(refused(participant, unknownParticipant(participant), record, false));
        }
        int index = chunk.getChunkIndex();
        Optional<Refusal> refusal = hidden.isPresent() ? hidden.get().read(chunk) : reader.read(chunk);
        if (refusal.isPresent()) {
            return refuseUnproven(participant, index, refusal.get(), record);
        }
        Contribution contribution = contributionOf(participant, record.offset());
        HeldChunk held = held(chunk, record.offset());
        Optional<HeldChunk> same = contribution.named(index, held.sha256(), held.weight());
        if (same.isPresent()) {
            Refusal duplicate = new Refusal(
                    ReasonCode.DUPLICATE,
                    "chunk " + index + " is there already, at offset "
                            + same.get().offset(),
                    Map.of("chunkIndex", (double) index, "firstOffset", (double)
                            same.get().offset()));
            return List.of(refused(participant, duplicate, record, false));
        }
        List<HeldChunk> candidates = contribution.candidates(index);
        if (candidates.size() == Contribution.CANDIDATES_MAX) {
            Refusal limit = new Refusal(
                    ReasonCode.CHUNK_LIMIT,
                    "more than " + Contribution.CANDIDATES_MAX + " different chunks " + index + " in one round",
                    Map.of("chunkIndex", (double) index, "chunksMax", (double) Contribution.CANDIDATES_MAX));
            return List.of(refused(participant, limit, record, false));
        }
        candidates.add(held);
        if (candidates.size() == 1) {
            keep(held, participant);
        }
        return List.of();
    }

    private void keep(HeldChunk held, String participant) {
        if (hidden.isPresent()) {
            hidden.get().keep(held, participant);
        } else if (!reader.isBlind()) {
            accumulator.arrived(held, reader.values());
        }
    }

    /** The chunk that was read last, and what can be told of its values. */
    private HeldChunk held(UpdateChunk chunk, long offset) {
        byte[] hash = bytes(chunk.getSha256());
        if (hidden.isPresent() || reader.isBlind()) {
            return new HeldChunk(
                    chunk.getChunkIndex(), offset, hash, chunk.getWeight(), 0, ValueTraits.HIDDEN, Signs.NONE);
        }
        return new HeldChunk(
                chunk.getChunkIndex(),
                offset,
                hash,
                chunk.getWeight(),
                reader.squaredNorm(),
                ValueTraits.of(reader.values(), chunk.getLength()),
                countsSigns ? Signs.of(reader.values(), chunk.getLength()) : Signs.NONE);
    }

    private List<SliceEvent> absorb(UpdateCommit commit, LogRecord record) {
        String participant = commit.getParticipant();
        if (!commits.isMember(participant)) {
            return List.of(refused(participant, unknownParticipant(participant), record, false));
        }
        byte[] digest = Digests.commitDigest(commit);
        Optional<Refusal> forged = commits.authenticate(commit, digest);
        if (forged.isPresent()) {
            return refuseUnproven(participant, ANY_CHUNK, forged.get(), record);
        }
        Contribution contribution = contributionOf(participant, record.offset());
        if (contribution.isRefused()) {
            Refusal again = new Refusal(ReasonCode.DUPLICATE, "the participant's update was refused already");
            return List.of(refused(participant, again, record, false));
        }
        if (contribution.state() instanceof Contribution.State.Committed committed) {
            return List.of(secondCommit(participant, contribution, committed, digest, record));
        }
        Optional<Refusal> wrong = commits.check(commit);
        Map<Integer, HeldChunk> chosen = new HashMap<>();
        if (wrong.isEmpty()) {
            wrong = choose(commit, contribution, chosen);
        }
        if (wrong.isPresent()) {
            contribution.become(new Contribution.State.Refused());
            decided++;
            return List.of(refused(participant, wrong.get(), record, true));
        }
        contribution.become(new Contribution.State.Committed(digest, chosen));
        decided++;
        return List.of(new SliceEvent.Measured(measured(commit, digest, record, chosen)));
    }

    private SliceEvent secondCommit(
            String participant,
            Contribution contribution,
            Contribution.State.Committed committed,
            byte[] digest,
            LogRecord record) {
        if (committed.isSame(digest)) {
            return refused(
                    participant, new Refusal(ReasonCode.DUPLICATE, "the same commit is there already"), record, false);
        }
        contribution.become(new Contribution.State.Equivocated(committed));
        return refused(
                participant,
                new Refusal(ReasonCode.EQUIVOCATION, "two different signed commits for round " + opened.getRound()),
                record,
                true);
    }

    private Optional<Refusal> choose(UpdateCommit commit, Contribution contribution, Map<Integer, HeldChunk> chosen) {
        for (int index : chunkIndexes()) {
            byte[] hash = bytes(commit.getChunkHashes().get(index));
            Optional<HeldChunk> chunk = contribution.named(index, hash, commit.getWeight());
            if (chunk.isEmpty()) {
                return contribution
                        .refusalOf(index, ANY_CHUNK)
                        .or(() -> Optional.of(new Refusal(
                                ReasonCode.CHUNK_MISSING,
                                "the commit names chunk " + index + ", which did not arrive before it with this hash"
                                        + " and weight",
                                Map.of("chunkIndex", (double) index))));
            }
            chosen.put(index, chunk.get());
        }
        return Optional.empty();
    }

    private SliceMeasured measured(
            UpdateCommit commit, byte[] digest, LogRecord record, Map<Integer, HeldChunk> chosen) {
        return SliceMeasured.newBuilder()
                .setFederation(opened.getFederation())
                .setRound(opened.getRound())
                .setPartition(partition)
                .setParticipant(commit.getParticipant())
                .setCommitDigest(ByteBuffer.wrap(digest))
                .setCommitOffset(record.offset())
                .setWeight(commit.getWeight())
                .setExamples(commit.getExamples())
                .setMetrics(commit.getMetrics())
                .setChunks(new TreeMap<>(chosen)
                        .values().stream().map(HeldChunk::statistics).toList())
                .setContentRoot(commit.getMerkleRoot())
                .setSharesHash(commit.getSharesHash())
                .build();
    }

    /**
     * Inner products of whole updates, by chunk index: each the lower triangle by rows, the diagonal included.
     *
     * @param participants in the order of the rows
     * @param measures what else stands behind their triangle
     * @throws IllegalStateException if an update is not whole here
     */
    public Map<Integer, double[]> products(List<String> participants, Measures measures, LogReader log) {
        if (chunkIndexes().isEmpty()) {
            return Map.of();
        }
        requireValues();
        List<Wanted> updates = participants.stream()
                .map(name -> new Wanted(committedChunks(name), 1))
                .toList();
        HeldRows rows = accumulator instanceof HeldRows held ? held : heldRows(RowBuffers.none());
        return rows.products(updates, measures, chunkLog(log));
    }

    /** Inner products of the opened groups' means, as {@link #products} has those of updates. */
    public Map<Integer, double[]> openedProducts(
            List<GroupOpening> openings, List<CoordinateSample> samples, LogReader log) {
        return chunkIndexes().isEmpty()
                ? Map.of()
                : hidden.orElseThrow().products(openings, samples, this::committedChunks, log);
    }

    /**
     * Combines exactly the admitted updates as the verdict's rule wants it: takes back what the verdict leaves out and adds
     * what is missing or is to be scaled, by reading those chunks again.
     *
     * @return the sums by chunk index
     * @throws IllegalStateException if the verdict admits an update that is not whole here
     */
    public Map<Integer, long[]> settle(Verdict verdict, LogReader log) {
        if (chunkIndexes().isEmpty()) {
            return Map.of();
        }
        requireValues();
        VerdictRule judged = Rules.named(verdict.getRule(), verdict.getRuleParameters());
        if (hidden.isPresent()) {
            return hidden.get().settle(verdict, judged.combination(), this::committedChunks, log);
        }
        Map<Integer, long[]> sums = combine(judged, verdict, log);
        return verdict.getNoise() == null ? sums : NoisySums.of(sums, verdict, layout, opened.getScaleBits());
    }

    private Map<Integer, long[]> combine(VerdictRule judged, Verdict verdict, LogReader log) {
        if (accumulator instanceof HeldRows || isRunning(judged)) {
            return settleWith(accumulator, judged.combination(), verdict, log);
        }
        // A replay under a rule that needs every value at once, where only sums were kept.
        try (HeldRows rows = heldRows(RowBuffers.none())) {
            return settleWith(rows, judged.combination(), verdict, log);
        }
    }

    private void requireValues() {
        if (reader.isBlind()) {
            throw new IllegalStateException("the updates of round " + opened.getRound()
                    + " are sealed for attested aggregators: nobody else can sum or compare them");
        }
    }

    Map<Integer, long[]> settleWith(SliceAccumulator values, Combination judged, Verdict verdict, LogReader log) {
        List<Wanted> wanted = verdict.getAdmitted().stream()
                .map(admission -> new Wanted(committedChunks(admission.getParticipant()), admission.getClipFactor()))
                .toList();
        List<double[]> mixing = verdict.getMixing().stream()
                .map(row -> row.getShares().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .toList();
        return values.settle(judged, wanted, mixing, chunkLog(log));
    }

    private ChunkLog<float[]> chunkLog(LogReader log) {
        return new ChunkLog<>(opened, partition, deserializer, reader, log);
    }

    private Map<Integer, HeldChunk> committedChunks(String participant) {
        return Optional.ofNullable(contributions.get(participant))
                .flatMap(Contribution::committedChunks)
                .orElseThrow(() -> new IllegalStateException("the update of '" + participant + "' for round "
                        + opened.getRound() + " is not whole in partition " + partition + " below offset " + next));
    }

    /** Gives the memory of held values back. */
    @Override
    public void close() {
        accumulator.close();
        hidden.ifPresent(HiddenSlice::close);
    }

    /** Participants with records here that the verdict does not mention, with their first record's offset. */
    public Map<String, Long> unmentioned(Set<String> mentioned) {
        Map<String, Long> late = new TreeMap<>();
        contributions.forEach((participant, contribution) -> {
            if (!mentioned.contains(participant) && !contribution.isRefused()) {
                late.put(participant, contribution.firstOffset());
            }
        });
        return late;
    }

    /** Whether every member of the cohort is whole here or refused; what still comes changes no report. */
    public boolean isDecided() {
        return decided == opened.getCohort().size();
    }

    private Contribution contributionOf(String participant, long offset) {
        return contributions.computeIfAbsent(participant, name -> new Contribution(offset));
    }

    private Refusal unknownParticipant(String participant) {
        return new Refusal(
                ReasonCode.UNKNOWN_PARTICIPANT,
                "'" + participant + "' is not in the cohort of round " + opened.getRound()
                        + ": when the round opened it was not enrolled, or revoked, or its certificate was not valid. Enrol"
                        + " it with `weir keys register`",
                Map.of("cohort", (double) opened.getCohort().size()));
    }

    private List<SliceEvent> refuseUnproven(String participant, int chunkIndex, Refusal refusal, LogRecord record) {
        if (commits.isMember(participant)) {
            contributionOf(participant, record.offset()).refused(chunkIndex, refusal);
        }
        return List.of(refused(participant, refusal, record, false));
    }

    private static SliceEvent refused(String participant, Refusal refusal, LogRecord record, boolean proven) {
        return new SliceEvent.Refused(
                participant,
                refusal.reason(),
                refusal.detail(),
                refusal.evidence(),
                record.offset(),
                record.sizeBytes(),
                proven);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }
}
