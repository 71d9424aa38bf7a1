package io.weir.aggregator.internal.guard;

import io.weir.guard.history.History;
import io.weir.schemas.Keys;
import io.weir.schemas.digest.Digests;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.FederationSettings;
import io.weir.wire.KeyOffered;
import io.weir.wire.MeasureRound;
import io.weir.wire.ModelHead;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.ParticipantPrivacy;
import io.weir.wire.PastRounds;
import io.weir.wire.RoundContents;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SecureClosing;
import io.weir.wire.SliceMeasured;
import io.weir.wire.SliceProducts;
import io.weir.wire.SliceReady;
import io.weir.wire.SliceRefused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The guard's two stores, by what they mean. */
final class GuardState {
    private static final String ROUND = "round";
    private static final String MEASURING = "measuring";
    private static final String HISTORY = "history";
    /** As it was before the newest seal, to go back to if that round fails after all. */
    private static final String HISTORY_BEFORE = "history-before";

    private static final String CLOSING = "closing";
    private static final String PRIVACY = "privacy";
    private static final String PARTICIPANT_KEYS = "keys/";
    /** Before a member's name, where a participant's would stand. */
    private static final String COMMITTEE = "*committee-";

    private static final String CONTENTS = "contents/";
    private static final String REPORTS = "report/";
    private static final String READY = "ready/";
    private static final String OFFERS = "offer/";
    /** Stands where a participant's name would; no participant can have it. */
    private static final String NOBODY = "*";

    private final KeyValueStore<String, SpecificRecord> federation;
    private final KeyValueStore<String, SpecificRecord> reports;

    GuardState(KeyValueStore<String, SpecificRecord> federation, KeyValueStore<String, SpecificRecord> reports) {
        this.federation = federation;
        this.reports = reports;
    }

    Optional<FederationSettings> settings() {
        return Optional.ofNullable((FederationSettings) federation.get(Keys.settings()));
    }

    /** Keeps or, with null, forgets a record of the control topic. */
    void putControl(String key, SpecificRecord value) {
        federation.put(key, value);
    }

    List<ParticipantEntry> participants() {
        List<ParticipantEntry> entries = new ArrayList<>();
        scan(federation, Keys.participantPrefix(), (key, value) -> entries.add((ParticipantEntry) value));
        return entries;
    }

    Optional<ModelHead> head() {
        return Optional.ofNullable((ModelHead) federation.get(Keys.head()));
    }

    void putHead(ModelHead head) {
        federation.put(Keys.head(), head);
    }

    /** Where the newest round stands. */
    Phase phase() {
        SpecificRecord round = federation.get(ROUND);
        if (round == null) {
            return new Phase.Idle();
        }
        if (round instanceof RoundOpened opened) {
            SpecificRecord measuring = federation.get(MEASURING);
            SpecificRecord closing = federation.get(CLOSING);
            if (measuring != null) {
                return new Phase.Measuring((MeasureRound) measuring);
            }
            return closing == null ? new Phase.Collecting(opened) : new Phase.Opening((SecureClosing) closing);
        }
        if (round instanceof RoundSealed sealed) {
            return new Phase.AwaitingVersion(sealed.getOpened().getRound());
        }
        return new Phase.Over(((RoundFailed) round).getOpened().getRound());
    }

    /** The newest round, unless it has failed. */
    Optional<RoundOpened> current() {
        SpecificRecord round = federation.get(ROUND);
        if (round instanceof RoundSealed sealed) {
            return Optional.of(sealed.getOpened());
        }
        return round instanceof RoundOpened opened ? Optional.of(opened) : Optional.empty();
    }

    /** Forgets what the seal of a round left behind, since the round failed after it. */
    void unseal(long round) {
        if (federation.get(ROUND) instanceof RoundSealed) {
            federation.delete(CONTENTS + Keys.round(round));
            SpecificRecord before = federation.get(HISTORY_BEFORE);
            if (before == null) {
                federation.delete(HISTORY);
            } else {
                federation.put(HISTORY, before);
            }
        }
    }

    /** Keeps what the round has come to; its inner products are not waited for any more. */
    void putRound(SpecificRecord roundEvent) {
        federation.put(ROUND, roundEvent);
        federation.delete(MEASURING);
        federation.delete(CLOSING);
    }

    void putClosing(SecureClosing closing) {
        federation.put(CLOSING, closing);
    }

    /** Keeps or, with null, forgets a record of the keys topic. */
    void putKeys(String participant, ParticipantKeys keys) {
        federation.put(PARTICIPANT_KEYS + participant, keys);
    }

    /** By participant, as they were published; unchecked. */
    Map<String, ParticipantKeys> keys() {
        Map<String, ParticipantKeys> keys = new HashMap<>();
        scan(
                federation,
                PARTICIPANT_KEYS,
                (key, value) -> keys.put(key.substring(PARTICIPANT_KEYS.length()), (ParticipantKeys) value));
        return keys;
    }

    /** Keeps a record on the open round, from a slice task or from a member of its committee. */
    void keep(SpecificRecord record) {
        if (record instanceof SliceMeasured measured) {
            put(measured);
        } else if (record instanceof SliceRefused refused) {
            put(refused);
        } else if (record instanceof SliceProducts products) {
            reports.put(reportKey(products.getRound(), NOBODY, "products" + products.getChunkIndex()), products);
        } else {
            putFirst(
                    reportKey(
                            CommitteeRecords.round(record),
                            COMMITTEE + CommitteeRecords.member(record),
                            CommitteeRecords.kind(record)),
                    record);
        }
    }

    /** Keeps that shares were dealt, by their participant and hash, or that the committee was called. */
    void keepDealt(long round, SpecificRecord kept) {
        if (kept instanceof ClosedUpdate shares) {
            String kind = "dealt-" + Digests.hex(shares.getSharesHash());
            putFirst(reportKey(round, shares.getParticipant(), kind), shares);
        } else {
            putFirst(reportKey(round, NOBODY, "called"), kept);
        }
    }

    private void putFirst(String key, SpecificRecord record) {
        if (reports.get(key) == null) {
            reports.put(key, record);
        }
    }

    void putMeasuring(MeasureRound directive) {
        federation.put(MEASURING, directive);
    }

    /** Keeps what the sealed round's updates held, and forgets rounds that no later one looks back to. */
    void putContents(RoundContents contents) {
        long oldest = contents.getRound() - ContentHistory.ROUNDS;
        List<String> over = new ArrayList<>();
        scan(federation, CONTENTS, (key, value) -> {
            if (((RoundContents) value).getRound() <= oldest) {
                over.add(key);
            }
        });
        over.forEach(federation::delete);
        federation.put(CONTENTS + Keys.round(contents.getRound()), contents);
    }

    /** What updates of rounds before this one held. */
    ContentHistory contentsBefore(long round) {
        List<RoundContents> kept = new ArrayList<>();
        scan(federation, CONTENTS, (key, value) -> kept.add((RoundContents) value));
        return ContentHistory.before(round, kept);
    }

    /** What the newest sealed round left to remember. */
    History history() {
        return Optional.ofNullable((PastRounds) federation.get(HISTORY))
                .map(PastWire::history)
                .orElse(History.NONE);
    }

    void putHistory(History history) {
        SpecificRecord before = federation.get(HISTORY);
        if (before == null) {
            federation.delete(HISTORY_BEFORE);
        } else {
            federation.put(HISTORY_BEFORE, before);
        }
        if (history.equals(History.NONE)) {
            federation.delete(HISTORY);
        } else {
            federation.put(HISTORY, PastWire.wire(history));
        }
    }

    /** What the newest round left of the terms of participants' privacy. */
    PrivacyPlanner.Before privacy() {
        SpecificRecord newest = federation.get(ROUND);
        return new PrivacyPlanner.Before(
                Optional.ofNullable((ParticipantPrivacy) federation.get(PRIVACY)),
                newest instanceof RoundSealed sealed ? sealed.getOpened().getCohort() : List.of());
    }

    void putPrivacy(ParticipantPrivacy terms) {
        federation.put(PRIVACY, terms);
    }

    void putReady(SliceReady ready) {
        reports.put(READY + Keys.round(ready.getRound()) + "/" + ready.getPartition(), ready);
    }

    /** Keeps a task's newest offer of a key. */
    void putOffer(KeyOffered offer) {
        reports.put(OFFERS + Keys.round(offer.getRound()) + "/" + offer.getPartition(), offer);
    }

    List<KeyOffered> offers(long round) {
        List<KeyOffered> offers = new ArrayList<>();
        scan(reports, OFFERS + Keys.round(round) + "/", (key, value) -> offers.add((KeyOffered) value));
        return offers;
    }

    boolean isReady(long round, int partitions) {
        int[] count = {0};
        scan(reports, READY + Keys.round(round) + "/", (key, value) -> count[0]++);
        return count[0] >= partitions;
    }

    private void put(SliceMeasured report) {
        reports.put(reportKey(report.getRound(), report.getParticipant(), "p" + report.getPartition()), report);
    }

    /** Keeps a participant's first proven and first unproven refusal by partition, and the last one of anybody. */
    private void put(SliceRefused report) {
        String kind = (report.getProven() ? "proven" : "doubt") + report.getPartition();
        putFirst(reportKey(report.getRound(), report.getParticipant(), kind), report);
        reports.put(reportKey(report.getRound(), NOBODY, "p" + report.getPartition()), report);
    }

    /** Feeds every kept report on the round to {@code sink}. */
    void replay(long round, Consumer<SpecificRecord> sink) {
        scan(reports, REPORTS + Keys.round(round) + "/", (key, value) -> sink.accept(value));
    }

    void forget(long round) {
        for (String prefix : List.of(REPORTS, READY, OFFERS)) {
            List<String> keys = new ArrayList<>();
            scan(reports, prefix + Keys.round(round) + "/", (key, value) -> keys.add(key));
            keys.forEach(reports::delete);
        }
    }

    private static String reportKey(long round, String participant, String kind) {
        return REPORTS + Keys.round(round) + "/" + participant + "/" + kind;
    }

    private interface Visitor {
        void visit(String key, SpecificRecord value);
    }

    private static void scan(KeyValueStore<String, SpecificRecord> store, String prefix, Visitor visitor) {
        try (KeyValueIterator<String, SpecificRecord> found = store.prefixScan(prefix, new StringSerializer())) {
            while (found.hasNext()) {
                KeyValue<String, SpecificRecord> entry = found.next();
                visitor.visit(entry.key, entry.value);
            }
        }
    }
}
