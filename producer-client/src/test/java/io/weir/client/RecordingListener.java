package io.weir.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keeps what it is told as lines of text, and lets a test react to each of them. */
public final class RecordingListener implements ParticipantListener {
    private final List<String> events = new ArrayList<>();
    private Consumer<String> reaction = event -> {};

    /** Called with every further event, on the participant's thread. */
    public void onEvent(Consumer<String> reaction) {
        this.reaction = reaction;
    }

    public synchronized List<String> events() {
        return List.copyOf(events);
    }

    private void add(String event) {
        synchronized (this) {
            events.add(event);
        }
        reaction.accept(event);
    }

    @Override
    public void waiting(String reason) {
        add("waiting: " + reason);
    }

    @Override
    public void modelReceived(long version) {
        add("model " + version);
    }

    @Override
    public void trainingStarted(long round) {
        add("training " + round);
    }

    @Override
    public void updatePublished(long round, int chunks, long sizeBytes) {
        add("published " + round + " in " + chunks);
    }

    @Override
    public void roundSkipped(long round, String reason) {
        add("skipped " + round + ": " + reason);
    }

    @Override
    public void roundRefused(long round, String reason) {
        add("refused " + round + ": " + reason);
    }

    @Override
    public void roundSealed(long round, boolean included) {
        add("sealed " + round + (included ? " with us" : " without us"));
    }

    @Override
    public void roundFailed(long round, String reason) {
        add("failed " + round + ": " + reason);
    }

    @Override
    public void committeeOpened(long round, int group) {
        add("opened " + round + " group " + group);
    }

    @Override
    public void committeeRefused(long round, String reason) {
        add("refused " + round + ": " + reason);
    }

    @Override
    public void completed() {
        add("completed");
    }
}
