package io.weir.aggregator.internal.slice;

import io.weir.aggregator.LogReader;
import io.weir.guard.VerdictRule;
import io.weir.guard.kernel.Measures;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import io.weir.wire.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Updates sealed for attested aggregators, seen by anybody else: headers and hashes are checked, and nothing more is known. */
final class SealedValues implements SliceValues {
    private final RoundOpened opened;
    private final ChunkHeader header;

    SealedValues(SlicePart part) {
        this.opened = part.opened();
        this.header = new ChunkHeader(opened, part.partition());
    }

    @Override
    public Optional<Refusal> read(UpdateChunk chunk) {
        return header.check(chunk);
    }

    @Override
    public HeldChunk held(UpdateChunk chunk, long offset, byte[] sha256) {
        return HeldChunk.unseen(chunk, offset, sha256);
    }

    @Override
    public void keep(HeldChunk chunk, String participant) {}

    @Override
    public Map<Integer, double[]> products(
            List<String> participants, Measures measures, Committed committed, LogReader log) {
        throw unreadable();
    }

    @Override
    public Map<Integer, long[]> settle(Verdict verdict, VerdictRule judged, Committed committed, LogReader log) {
        throw unreadable();
    }

    private IllegalStateException unreadable() {
        return new IllegalStateException("the updates of round " + opened.getRound()
                + " are sealed for attested aggregators: nobody else can sum or compare them");
    }

    @Override
    public void close() {}
}
