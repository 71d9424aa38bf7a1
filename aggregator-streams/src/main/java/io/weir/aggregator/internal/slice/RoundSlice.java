package io.weir.aggregator.internal.slice;

import io.weir.aggregator.LogReader;
import io.weir.aggregator.LogReader.LogRecord;
import io.weir.aggregator.internal.HiddenRound;
import io.weir.aggregator.internal.RoundRule;
import io.weir.guard.Rules;
import io.weir.guard.VerdictRule;
import io.weir.guard.kernel.CoordinateSample;
import io.weir.guard.kernel.Measures;
import io.weir.privacy.sealing.UpdateOpener;
import io.weir.schemas.Bytes;
import io.weir.schemas.Keys;
import io.weir.schemas.digest.Digests;
import io.weir.wire.GroupOpening;
import io.weir.wire.ReasonCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTopicMarker;
import io.weir.wire.SliceMeasured;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
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
 * rebuilds it by reading the log. What becomes of the values is the {@link SliceValues}' business.
 */
public final class RoundSlice implements AutoCloseable {
    private static final int ANY_CHUNK = -1;

    private final SlicePart part;
    private final CommitChecks commits;
    private final SliceValues values;

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
        this.part = new SlicePart(opened, partition, deserializer);
        this.commits = new CommitChecks(opened);
        Optional<HiddenRound> hidden = HiddenRound.of(announced);
        if (hidden.isPresent()) {
            this.values = new HiddenValues(hidden.get(), part);
        } else if (opened.getAttested() != null && opener.isEmpty()) {
            this.values = new SealedValues(part);
        } else {
            this.values = new PlainValues(part, buffers, countsSigns, opener);
        }
    }

    /** The round's settings. */
    public RoundOpened opened() {
        return part.opened();
    }

    /** The offset of the first record that has not been absorbed. */
    public long next() {
        return next;
    }

    /** Chunks of the vector that lie in this partition. */
    public List<Integer> chunkIndexes() {
        return part.indexes();
    }

    /** Takes in the next record and says what it led to. */
    public List<SliceEvent> absorb(LogRecord record) {
        if (record.offset() < next) {
            throw new IllegalStateException("offset " + record.offset() + " was absorbed already; next is " + next);
        }
        next = record.offset() + 1;
        SpecificRecord value;
        try {
            value = part.deserializer().deserialize(part.opened().getTopic(), record.value());
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
        Optional<Refusal> refusal = values.read(chunk);
        if (refusal.isPresent()) {
            return refuseUnproven(participant, index, refusal.get(), record);
        }
        Contribution contribution = contributionOf(participant, record.offset());
        HeldChunk held = values.held(chunk, record.offset(), Bytes.copy(chunk.getSha256()));
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
            values.keep(held, participant);
        }
        return List.of();
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
                new Refusal(
                        ReasonCode.EQUIVOCATION,
                        "two different signed commits for round "
                                + part.opened().getRound()),
                record,
                true);
    }

    private Optional<Refusal> choose(UpdateCommit commit, Contribution contribution, Map<Integer, HeldChunk> chosen) {
        for (int index : chunkIndexes()) {
            byte[] hash = Bytes.copy(commit.getChunkHashes().get(index));
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
                .setFederation(part.opened().getFederation())
                .setRound(part.opened().getRound())
                .setPartition(part.partition())
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
        return values.products(participants, measures, this::committedChunks, log);
    }

    /** Inner products of the opened groups' means, as {@link #products} has those of updates. */
    public Map<Integer, double[]> openedProducts(
            List<GroupOpening> openings, List<CoordinateSample> samples, LogReader log) {
        return chunkIndexes().isEmpty()
                ? Map.of()
                : values.openedProducts(openings, samples, this::committedChunks, log);
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
        VerdictRule judged = Rules.named(verdict.getRule(), verdict.getRuleParameters());
        return values.settle(verdict, judged, this::committedChunks, log);
    }

    /** Of a participant whose update is whole, by chunk index. */
    Map<Integer, HeldChunk> committedChunks(String participant) {
        return Optional.ofNullable(contributions.get(participant))
                .flatMap(Contribution::committedChunks)
                .orElseThrow(() -> new IllegalStateException("the update of '" + participant + "' for round "
                        + part.opened().getRound() + " is not whole in partition " + part.partition() + " below offset "
                        + next));
    }

    /** Gives the memory of held values back. */
    @Override
    public void close() {
        values.close();
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
        return decided == part.opened().getCohort().size();
    }

    private Contribution contributionOf(String participant, long offset) {
        return contributions.computeIfAbsent(participant, name -> new Contribution(offset));
    }

    private Refusal unknownParticipant(String participant) {
        return new Refusal(
                ReasonCode.UNKNOWN_PARTICIPANT,
                "'" + participant + "' is not in the cohort of round "
                        + part.opened().getRound()
                        + ": when the round opened it was not enrolled, or revoked, or its certificate was not valid. Enrol"
                        + " it with `weir keys register`",
                Map.of("cohort", (double) part.opened().getCohort().size()));
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
}
