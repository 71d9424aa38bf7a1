package io.weir.aggregator.internal.guard;

import io.weir.wire.ChunkStatistics;
import io.weir.wire.Flag;
import io.weir.wire.FlagCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What strikes one in an update without proving anything: a dead layer is constant, a bank without new rows sends zeros. So
 * nobody is refused for it.
 */
public final class Flags {
    /** Signs have one bit, signs and zeros too, since zeros are left out; four different values at most have two. */
    static final double ENTROPY_MIN_BITS = 2;

    /** Shorter vectors may well be constant. */
    static final int PARAMETERS_MIN = 16;

    private final RoundOpened opened;
    private final ContentHistory history;
    private final List<Flag> flags = new ArrayList<>();

    private Flags(RoundOpened opened, ContentHistory history) {
        this.opened = opened;
        this.history = history;
    }

    /** Notes on a round's sealed updates, by participant. A round that gathers statistics has none. */
    public static List<Flag> of(CollectingRound round, ContentHistory history) {
        if (round.opened().getTask() == RoundTask.STATISTICS) {
            return List.of();
        }
        Flags flags = new Flags(round.opened(), history);
        round.contents().forEach(flags::look);
        return flags.flags;
    }

    private void look(UpdateContent update) {
        if (update.isAllZero()) {
            note(update, FlagCode.ALL_ZERO, "every value is zero", Map.of());
            return; // Zeros are alike by nature.
        }
        values(update);
        if (update.contentRoot().hasRemaining()) {
            replay(update);
        }
    }

    private void values(UpdateContent update) {
        List<ChunkStatistics> chunks = update.chunks();
        if (opened.getParameterCount() >= PARAMETERS_MIN && update.isConstant()) {
            note(update, FlagCode.CONSTANT, "every chunk holds one value only", Map.of("chunks", (double)
                    chunks.size()));
            return;
        }
        ChunkStatistics lowest = null;
        int low = 0;
        for (ChunkStatistics chunk : chunks) {
            double bits = chunk.getEntropyBits();
            if (bits >= 0 && bits < ENTROPY_MIN_BITS) {
                low++;
                lowest = lowest == null || bits < lowest.getEntropyBits() ? chunk : lowest;
            }
        }
        if (lowest != null) {
            String detail = String.format(
                    Locale.ROOT,
                    "few different values in %d of %d chunks: a sample of chunk %d has %.2f bits of entropy, usual are more"
                            + " than %.0f",
                    low,
                    chunks.size(),
                    lowest.getChunkIndex(),
                    lowest.getEntropyBits(),
                    ENTROPY_MIN_BITS);
            note(
                    update,
                    FlagCode.LOW_ENTROPY,
                    detail,
                    Map.of(
                            "entropyBits", lowest.getEntropyBits(),
                            "entropyMinBits", ENTROPY_MIN_BITS,
                            "chunkIndex", (double) lowest.getChunkIndex(),
                            "lowChunks", (double) low,
                            "chunks", (double) chunks.size()));
        }
    }

    private void replay(UpdateContent update) {
        history.find(update.contentRoot())
                .ifPresent(earlier -> note(
                        update,
                        FlagCode.REPLAY,
                        "the same values as the update of '" + earlier.participant() + "' in round " + earlier.round(),
                        Map.of("round", (double) earlier.round())));
    }

    private void note(UpdateContent update, FlagCode code, String detail, Map<String, Double> evidence) {
        flags.add(new Flag(update.participant(), code, detail, evidence));
    }
}
