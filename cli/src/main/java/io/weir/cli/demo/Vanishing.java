package io.weir.cli.demo;

import io.weir.client.Participant;
import io.weir.client.ParticipantListener;
import java.util.concurrent.CompletableFuture;

/** Ends a bank as soon as its update of some round is in the topic. Tells the other listener what that wants to know. */
final class Vanishing implements ParticipantListener {
    private final ParticipantListener told;
    private final long lastRound;
    private final CompletableFuture<Participant> bank = new CompletableFuture<>();

    Vanishing(ParticipantListener told, long lastRound) {
        this.told = told;
        this.lastRound = lastRound;
    }

    /** Whom to end. */
    void ends(Participant participant) {
        bank.complete(participant);
    }

    @Override
    public void updatePublished(long round, int chunks, long sizeBytes) {
        told.updatePublished(round, chunks, sizeBytes);
        if (round == lastRound) {
            bank.join().close();
        }
    }

    @Override
    public void roundSkipped(long round, String reason) {
        told.roundSkipped(round, reason);
    }
}
