package io.weir.privacy.dp;

import io.weir.privacy.field.KeyStream;

/** A participant's part of the noise of its updates' sums. */
public final class ParticipantNoise {
    private static final String PURPOSE = "weir-participant-noise";

    private ParticipantNoise() {}

    /**
     * Adds noise of its own to an update.
     *
     * @param seed 32 secret bytes for this update alone: the same for the same update, another one for another
     */
    public static void add(long[] update, NoisyGrid grid, byte[] seed) {
        new NoiseShare(grid.deviation(), grid.shares(), new KeyStream(seed, PURPOSE, 0)).add(update);
    }

    /**
     * Adds what the noise of running sums grows by from the step before to this one, so that all updates from the first step on add
     * up to a sum with the noise of {@link TreeNoise}.
     *
     * @param seed 32 secret bytes for this tree alone
     * @param step 1 on
     */
    public static void addTree(long[] update, NoisyGrid grid, byte[] seed, long step) {
        TreeNoise tree = new TreeNoise(seed, grid.localDeviation());
        long[] noise = new long[update.length];
        if (step > 1) {
            tree.addTo(noise, step - 1);
            for (int i = 0; i < noise.length; i++) {
                noise[i] = -noise[i];
            }
        }
        tree.addTo(noise, step);
        for (int i = 0; i < update.length; i++) {
            update[i] = Math.addExact(update[i], noise[i]);
        }
    }
}
