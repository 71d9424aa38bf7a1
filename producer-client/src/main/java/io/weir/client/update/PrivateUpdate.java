package io.weir.client.update;

import io.weir.client.TrainingException;
import io.weir.client.privacy.PrivateRound;
import io.weir.privacy.dp.GridClip;
import io.weir.privacy.dp.NoisyGrid;
import io.weir.privacy.dp.ParticipantNoise;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.model.CommitMetrics;
import io.weir.schemas.model.VectorChunks;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * An update on its round's grid, with this participant's part of the noise. The noise follows from the private key, the round and the
 * update: the same update always gets the same noise, so that it can be sent again, and another one gets other noise, so that
 * nothing shows in a difference. A tree's noise does not follow from the update: it is that of the nodes.
 */
@SuppressWarnings("ArrayRecordComponent") // internal carrier, never compared
record PrivateUpdate(PrivateRound round, long[] steps, Map<String, Double> metrics) {
    private static final int BLOCK = 1 << 13;

    /**
     * Clips, rounds and adds noise.
     *
     * @throws TrainingException if a value with its noise has no room, a chance below 2^-100 for each
     */
    static PrivateUpdate of(PrivateRound round, float[] values, ParticipantIdentity identity) throws TrainingException {
        NoisyGrid grid = round.grid();
        long[] clipped = GridClip.clipped(values, grid);
        long[] noisy = clipped;
        if (grid.indicator()) {
            noisy = Arrays.copyOf(clipped, clipped.length + 1);
            boolean within = GridClip.norm(values) <= grid.clip();
            noisy[clipped.length] = within ? grid.indicatorSteps() : -grid.indicatorSteps();
        }
        addNoise(round, noisy, identity);
        long[] steps = grid.indicator() ? Arrays.copyOf(noisy, clipped.length) : noisy;
        requireRoom(round, steps);
        return new PrivateUpdate(
                round,
                steps,
                grid.indicator() ? Map.of(CommitMetrics.CLIP_WITHIN, (double) noisy[clipped.length]) : Map.of());
    }

    static void requireRoom(PrivateRound round, long[] steps) throws TrainingException {
        for (long step : steps) {
            if (Math.abs(step) > round.grid().largest()) {
                throw new TrainingException(
                        "round " + round.opened().getRound() + " has no room for what the noise came"
                                + " to, which happens to one value in 2^100: this round is left out");
            }
        }
    }

    private static void addNoise(PrivateRound round, long[] update, ParticipantIdentity identity) {
        byte[] seed = identity.secret(purpose(round, update));
        if (round.isTree()) {
            ParticipantNoise.addTree(update, round.grid(), seed, round.treeStep());
        } else {
            ParticipantNoise.add(update, round.grid(), seed);
        }
        Arrays.fill(seed, (byte) 0);
    }

    private static String purpose(PrivateRound round, long[] update) {
        String federation = round.opened().getFederation();
        return round.isTree()
                ? "weir-participant-tree:" + federation + ":" + round.terms().getTreeFirstRound() + ":"
                        + round.terms().getTreeOpenedAtMs()
                : "weir-participant-noise:" + federation + ":"
                        + HexFormat.of().formatHex(Digests.configDigest(round.opened())) + ":"
                        + HexFormat.of().formatHex(digest(update));
    }

    private static byte[] digest(long[] update) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer block = ByteBuffer.allocate(BLOCK * Long.BYTES);
            for (int from = 0; from < update.length; from += BLOCK) {
                int length = Math.min(BLOCK, update.length - from);
                block.clear().asLongBuffer().put(update, from, length);
                digest.update(block.limit(length * Long.BYTES));
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    /** Every step of the grid that there is room for is a float exactly. */
    float[] floats() {
        float[] values = new float[steps.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.scalb((float) steps[i], -round.terms().getGridBits());
        }
        return values;
    }

    /** Whole numbers of one chunk. */
    int[] chunk(VectorChunks chunks, int index) {
        int first = (int) chunks.first(index);
        int[] chunk = new int[chunks.length(index)];
        for (int i = 0; i < chunk.length; i++) {
            chunk[i] = Math.toIntExact(steps[first + i]);
        }
        return chunk;
    }
}
