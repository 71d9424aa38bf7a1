package io.weir.cli.audit;

import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.aggregator.audit.RefusedRecord;
import io.weir.aggregator.audit.RoundRecomputation;
import io.weir.aggregator.audit.SealedRecords;
import io.weir.client.attested.AttestedRoundCheck;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.wire.AggregateSlice;
import io.weir.wire.LedgerRecord;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import io.weir.wire.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * What can be held against the ledger of a round whose updates are sealed: every record of the sealed updates, the evidence
 * of the keys that they are sealed for, and the model as it follows from the recorded sum. Whether the sum is that of the
 * updates rests on the attested program.
 */
final class SealedRoundAudit {
    private final FederationRecords records;
    private final AuditSource source;
    private final Deserializer<SpecificRecord> deserializer;
    private final Optional<AttestedRoundCheck> demanded;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** @param demanded of the evidence; empty to leave it unverified */
    SealedRoundAudit(
            FederationRecords records,
            AuditSource source,
            Deserializer<SpecificRecord> deserializer,
            Optional<AttestedRoundCheck> demanded) {
        this.records = records;
        this.source = source;
        this.deserializer = deserializer;
        this.demanded = demanded;
    }

    List<Finding> findings() {
        return findings;
    }

    List<String> notes() {
        return notes;
    }

    /** Holds the evidence against what is demanded, as of the round's opening. */
    void evidence(Located<RoundSealed> sealed) {
        RoundOpened opened = sealed.value().getOpened();
        int keys = opened.getAttested().getKeys().size();
        if (demanded.isEmpty()) {
            notes.add("evidence of " + keys + " key(s) not verified: give --attestation-policy");
            return;
        }
        Optional<String> objection = demanded.get().objection(opened, Instant.ofEpochMilli(opened.getOpenedAtMs()));
        if (objection.isPresent()) {
            findings.add(sealed.finding("round " + opened.getRound() + ": " + objection.get()));
        } else {
            notes.add("evidence of " + keys + " key(s) verified");
        }
    }

    /** Holds commits and payload hashes below the cuts against the seal. */
    void records(Located<RoundSealed> sealed, RoundRecomputation recomputation, RecomputationPlan plan) {
        SealedRecords found = recomputation.records(sealed.value(), plan);
        Map<String, SealedUpdate> whole = new HashMap<>();
        found.updates().forEach(update -> whole.put(update.getParticipant(), update));
        for (SealedUpdate recorded : sealed.value().getUpdates()) {
            SealedUpdate other = whole.get(recorded.getParticipant());
            if (other == null) {
                findings.add(missing(sealed, recorded.getParticipant(), found.refused()));
            } else {
                String difference = AvroJson.difference(recorded, other, List.of());
                if (!difference.isEmpty()) {
                    findings.add(sealed.finding("the sealed update of " + recorded.getParticipant() + " in round "
                            + sealed.value().getOpened().getRound() + ": " + difference));
                }
            }
        }
    }

    private static Finding missing(Located<RoundSealed> sealed, String participant, List<RefusedRecord> refused) {
        RoundOpened opened = sealed.value().getOpened();
        return refused.stream()
                .filter(record -> record.participant().equals(participant))
                .min(Comparator.comparing(RefusedRecord::partition).thenComparing(RefusedRecord::offset))
                .map(record -> new Finding(
                        opened.getTopic(),
                        record.partition(),
                        record.offset(),
                        "a record of " + participant + ", whose update was sealed in round " + opened.getRound()
                                + ", does not count: " + record.reason() + ", " + record.detail()))
                .orElseGet(() -> sealed.finding("the update of " + participant + ", sealed in round "
                        + opened.getRound() + ", is not whole below the cuts"));
    }

    /** Makes the version again from the recorded sum; what is not retained any more if that cannot be done. */
    Optional<String> model(
            Located<LedgerRecord> ledger, RoundOpened opened, Verdict verdict, ModelRecomputation models) {
        Map<Integer, Located<SliceFacts>> slices = records.aggregate(opened.getRound());
        if (slices.size() < opened.getChunkCount()) {
            return Optional.of("aggregate");
        }
        Map<Integer, long[]> sums = new TreeMap<>();
        slices.forEach((chunk, slice) -> sums.put(chunk, sum(slice)));
        Optional<String> digest = models.digest(opened, verdict, sums);
        if (digest.isPresent() && !digest.get().equals(ledger.value().getModelDigest())) {
            findings.add(ledger.finding("version " + ledger.value().getVersion() + " has digest "
                    + ledger.value().getModelDigest() + ", the recorded sum of round " + opened.getRound() + " gives "
                    + digest.get()));
        }
        return digest.isPresent() ? Optional.empty() : Optional.of("base version " + opened.getBaseVersion());
    }

    /** The slice was held against the aggregate's digest before. */
    private long[] sum(Located<SliceFacts> slice) {
        long[] values = new long[slice.value().slice().getLength()];
        source.read(slice.topic(), slice.partition(), slice.offset(), slice.offset() + 1, record -> {
            AggregateSlice again = (AggregateSlice) deserializer.deserialize(slice.topic(), record.value());
            ArrowCodecs.decodeLongs(again.getPayload(), values.length, values, 0);
        });
        return values;
    }
}
