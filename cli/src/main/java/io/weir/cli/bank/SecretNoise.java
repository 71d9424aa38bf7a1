package io.weir.cli.bank;

import io.weir.privacy.dp.VectorNoise;
import io.weir.privacy.field.KeyStream;
import io.weir.trainers.GradientNoise;

/** Coins and Gaussian noise from a secret seed. */
public final class SecretNoise implements GradientNoise {
    private final KeyStream coins;
    private final VectorNoise noise;

    /** @param seed 32 bytes that nobody else knows and that are used for nothing else */
    public SecretNoise(byte[] seed) {
        this.coins = new KeyStream(seed, "weir-dp-coins", 0);
        this.noise = new VectorNoise(new KeyStream(seed, "weir-dp-noise", 0));
    }

    @Override
    public long nextBits() {
        return coins.next();
    }

    @Override
    public void add(float[] sum, double clip, double multiplier) {
        noise.add(sum, clip, multiplier);
    }
}
