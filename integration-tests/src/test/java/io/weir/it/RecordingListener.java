package io.weir.it;

import io.weir.client.ParticipantListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a participant told. */
final class RecordingListener implements ParticipantListener {
    /** An update that was sent. */
    record Sent(long round, int chunks, long sizeBytes) {}

    final List<String> reasons = new CopyOnWriteArrayList<>();
    final List<Long> models = new CopyOnWriteArrayList<>();
    final List<Long> trained = new CopyOnWriteArrayList<>();
    final List<Sent> sent = new CopyOnWriteArrayList<>();
    final List<Long> skipped = new CopyOnWriteArrayList<>();
    final List<Long> refused = new CopyOnWriteArrayList<>();

    @Override
    public void waiting(String reason) {
        reasons.add(reason);
    }

    @Override
    public void modelReceived(long version) {
        models.add(version);
    }

    @Override
    public void trainingStarted(long round) {
        trained.add(round);
    }

    @Override
    public void updatePublished(long round, int chunks, long sizeBytes) {
        sent.add(new Sent(round, chunks, sizeBytes));
    }

    @Override
    public void roundSkipped(long round, String reason) {
        skipped.add(round);
    }

    @Override
    public void roundRefused(long round, String reason) {
        refused.add(round);
    }

    boolean hasSent(long round) {
        return sent.stream().anyMatch(update -> update.round() == round);
    }
}
