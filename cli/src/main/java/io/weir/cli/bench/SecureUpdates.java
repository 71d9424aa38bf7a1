package io.weir.cli.bench;

import io.weir.client.LocalUpdate;
import java.util.Map;
import java.util.SplittableRandom;

/** Made-up updates: uniform values, a norm of about 1, the same on every path. */
final class SecureUpdates {
    private static final int EXAMPLES = 10_000;

    private SecureUpdates() {}

    static LocalUpdate of(SecureOptions options, long round, int participant) {
        SplittableRandom random = new SplittableRandom(options.seed() + round * options.participants() + participant);
        // A uniform value of [-b, b) has the variance b^2 / 3.
        double bound = Math.sqrt(3.0 / options.parameters());
        float[] values = new float[options.parameters()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-bound, bound);
        }
        return new LocalUpdate(values, EXAMPLES, EXAMPLES, Map.of());
    }
}
