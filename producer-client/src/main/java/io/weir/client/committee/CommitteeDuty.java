package io.weir.client.committee;

import io.weir.client.secure.AnnouncementCheck;
import io.weir.client.secure.HiddenRound;
import io.weir.client.secure.HiddenRoundCheck;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.wire.CloseAck;
import io.weir.wire.CommitteeCall;
import io.weir.wire.FederationSettings;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.UpdateShares;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a committee member does: records of the control, rounds and committee topics in, records for the committee topic out. Whoever
 * calls is not trusted; a member looks at the shares, acknowledges one list of updates a group and round, ever, and gives
 * its part of what opens that list's sum once the threshold of members have acknowledged the same list.
 */
public final class CommitteeDuty implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CommitteeDuty.class);

    /** Rounds come one after the other; the one before the newest may still be opened. */
    private static final int ROUNDS_KEPT = 2;

    private static final RoundDuty NONE = new NoDuty();

    private final String federation;
    private final ParticipantIdentity identity;
    private final SecureIdentity keys;
    private final AnnouncementCheck announcements;
    private final HiddenRoundCheck check;
    private final CloseJournal journal;
    private final NavigableMap<Long, RoundDuty> rounds = new TreeMap<>();
    private Optional<FederationSettings> settings = Optional.empty();

    /**
     * @param announcements who may announce rounds and call their committees
     * @param check which rounds to serve in; those that the participant would not send an update to are not
     */
    public CommitteeDuty(
            String federation,
            ParticipantIdentity identity,
            SecureIdentity keys,
            AnnouncementCheck announcements,
            HiddenRoundCheck check,
            CloseJournal journal) {
        this.federation = federation;
        this.identity = identity;
        this.keys = keys;
        this.announcements = announcements;
        this.check = check;
        this.journal = journal;
    }

    /** The newest round that is known; -1 before the first. */
    public long newestRound() {
        return rounds.isEmpty() ? -1 : rounds.lastKey();
    }

    /** Whether records of a round may still matter. */
    public boolean follows(long round) {
        return rounds.isEmpty() || round >= rounds.firstKey();
    }

    /**
     * Applies a record, in the topic's order.
     *
     * @return what to publish, in this order
     * @throws JournalException if what would be acknowledged cannot be written down
     */
    public List<SpecificRecord> apply(SpecificRecord record) {
        if (record instanceof FederationSettings read && read.getFederation().equals(federation)) {
            settings = Optional.of(read);
        } else if (record instanceof RoundOpened opened) {
            open(opened);
        } else if (record instanceof RoundSealed sealed) {
            open(sealed.getOpened()); // compaction may have left nothing else of the announcement
        } else if (record instanceof RoundFailed failed) {
            end(failed.getOpened());
        } else if (record instanceof UpdateShares shares
                && shares.getFederation().equals(federation)) {
            duty(shares.getRound()).add(shares);
        } else if (record instanceof CommitteeCall call && call.getFederation().equals(federation)) {
            return duty(call.getRound()).answer(call, announcements.keys(settings));
        } else if (record instanceof CloseAck ack && ack.getFederation().equals(federation)) {
            return duty(ack.getRound()).add(ack);
        }
        return List.of();
    }

    private RoundDuty duty(long round) {
        return rounds.getOrDefault(round, NONE);
    }

    private void open(RoundOpened opened) {
        long number = opened.getRound();
        if (!opened.getFederation().equals(federation) || rounds.containsKey(number) || !follows(number)) {
            return;
        }
        keep(number, begin(opened));
    }

    private void keep(long number, RoundDuty duty) {
        rounds.put(number, duty);
        while (rounds.size() > ROUNDS_KEPT) {
            rounds.pollFirstEntry().getValue().forget();
        }
    }

    private RoundDuty begin(RoundOpened opened) {
        boolean called =
                opened.getSecure() != null && opened.getSecure().getCommittee().contains(identity.name());
        if (!called) {
            return NONE;
        }
        Optional<String> objection = announcements.objection(opened, settings).or(() -> check.objection(opened));
        if (objection.isPresent()) {
            log.atWarn()
                    .addKeyValue("round", opened.getRound())
                    .addKeyValue("reason", objection.get())
                    .log("does not serve on the committee of a round");
            return new DeclinedRound(opened, identity, objection.get());
        }
        return new DutyRound(HiddenRound.of(opened), identity, keys, journal);
    }

    private void end(RoundOpened opened) {
        if (opened.getFederation().equals(federation) && follows(opened.getRound())) {
            duty(opened.getRound()).forget();
            keep(opened.getRound(), NONE);
        }
    }

    /** Overwrites the shares that it holds. */
    @Override
    public void close() {
        rounds.values().forEach(RoundDuty::forget);
        rounds.clear();
    }
}
