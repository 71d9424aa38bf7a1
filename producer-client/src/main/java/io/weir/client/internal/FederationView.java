package io.weir.client.internal;

import io.weir.schemas.Keys;
import io.weir.wire.FederationSettings;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/** What the control and rounds topics say now, as far as it concerns one participant. */
final class FederationView {
    private final String federation;
    private final String participant;
    private final TreeMap<Long, OpenRound> open = new TreeMap<>();
    private final Queue<EndedRound> news = new ArrayDeque<>();
    private Optional<FederationSettings> settings = Optional.empty();
    private Optional<ParticipantEntry> entry = Optional.empty();
    private Optional<EndedRound> lastEnded = Optional.empty();
    private Optional<OwnSealedUpdate> lastTaken = Optional.empty();
    private boolean live;

    FederationView(String federation, String participant) {
        this.federation = federation;
        this.participant = participant;
    }

    /** From now on, what is applied is news, not history. */
    void goLive() {
        live = true;
    }

    /** Applies a record of the control topic or the rounds topic; records of other federations or types are ignored. */
    void apply(String key, Optional<SpecificRecord> value, long nowMs) {
        if (value.isEmpty()) {
            forget(key);
        } else if (value.get() instanceof FederationSettings s
                && s.getFederation().equals(federation)) {
            settings = Optional.of(s);
        } else if (value.get() instanceof ParticipantEntry e
                && e.getFederation().equals(federation)
                && e.getParticipant().equals(participant)) {
            entry = Optional.of(e);
        } else if (value.get() instanceof RoundOpened r && r.getFederation().equals(federation)) {
            open.putIfAbsent(r.getRound(), new OpenRound(r, nowMs, !live));
        } else if (value.get() instanceof RoundSealed s
                && s.getOpened().getFederation().equals(federation)) {
            end(new EndedRound.Sealed(s, nowMs));
            OwnSealedUpdate.of(s, participant)
                    .filter(taken -> lastTaken.isEmpty() || lastTaken.get().round() < taken.round())
                    .ifPresent(taken -> lastTaken = Optional.of(taken));
        } else if (value.get() instanceof RoundFailed f
                && f.getOpened().getFederation().equals(federation)) {
            end(new EndedRound.Failed(f, nowMs));
        }
    }

    private void forget(String key) {
        if (key.equals(Keys.participant(participant))) {
            entry = Optional.empty();
        }
    }

    private void end(EndedRound round) {
        open.remove(round.number());
        if (lastEnded.isEmpty() || lastEnded.get().number() <= round.number()) {
            lastEnded = Optional.of(round);
        }
        if (live) {
            news.add(round);
        }
    }

    /** Takes out a round whose end has been read since {@link #goLive} and not been taken out yet. */
    Optional<EndedRound> nextNews() {
        return Optional.ofNullable(news.poll());
    }

    Optional<FederationSettings> settings() {
        return settings;
    }

    Optional<ParticipantEntry> entry() {
        return entry;
    }

    /** Rounds that take updates, oldest first. */
    Collection<OpenRound> open() {
        return open.values();
    }

    boolean isOpen(long round) {
        return open.containsKey(round);
    }

    /** This participant's update in the training round of the highest number that was sealed with one of it. */
    Optional<OwnSealedUpdate> lastTaken() {
        return lastTaken;
    }

    /** The round of the highest number that has ended. */
    Optional<EndedRound> lastEnded() {
        return lastEnded;
    }
}
