package io.weir.it;

import io.weir.client.Participant;

/** A participant at work, and what it told. */
record RunningBank(Participant participant, RecordingListener told, Background thread) implements AutoCloseable {
    /** Stops it in the middle of whatever it does. */
    @Override
    public void close() {
        participant.close();
        thread.close();
    }
}
