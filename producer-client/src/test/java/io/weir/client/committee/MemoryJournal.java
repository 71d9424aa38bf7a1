package io.weir.client.committee;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A journal without a file. */
final class MemoryJournal implements CloseJournal {
    private final Map<String, ByteBuffer> written = new HashMap<>();

    @Override
    public Optional<ByteBuffer> acknowledged(long round, int group) {
        return Optional.ofNullable(written.get(round + "/" + group));
    }

    @Override
    public void write(long round, int group, ByteBuffer closeDigest) {
        written.put(round + "/" + group, closeDigest);
    }
}
