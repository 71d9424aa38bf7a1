package io.weir.cli.bench.leak;

import io.weir.cli.attack.LabelledRows;
import io.weir.cli.attack.Normal;
import io.weir.privacy.mask.Masks;
import io.weir.privacy.rlwe.RlweCipher;
import io.weir.privacy.rlwe.RlweSecret;
import io.weir.privacy.rlwe.SlotPacking;
import io.weir.trainers.LocalTraining;
import io.weir.trainers.Optimizer;
import io.weir.trainers.TrainingConfig;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Makes what an adversary sees of participants' rows, with the federation's own trainer, masks and cipher. */
final class Sight {
    /** Bound on an update's norm; updates at initialisation are longer. */
    static final double CLIP = 1;

    private static final TrainingConfig LOCAL = TrainingConfig.of(5, 256, 0.1, Optimizer.SGD);
    private static final int MASK_BITS = 20;
    private static final int CIPHER_BITS = 18;
    private static final SlotPacking PACKING = new SlotPacking(20, 10);

    private final Target target;

    Sight(Target target) {
        this.target = target;
    }

    /** As a gradient, so updates come with their sign changed. */
    double[] of(View view, List<LabelledRows> participants, SplittableRandom random) {
        LabelledRows first = participants.get(0);
        return switch (view) {
            case GRADIENT -> gradient(first);
            case UPDATE -> update(first);
            case CLIPPED -> clipped(first);
            case SUM_OF_3, SUM_OF_10 -> sum(participants);
            case NOISE_LOW -> noisy(clipped(first), 0.1, random);
            case NOISE -> noisy(clipped(first), 1, random);
            case MASKED -> masked(clipped(first), random);
            case ENCRYPTED -> encrypted(clipped(first), random);
        };
    }

    private double[] gradient(LabelledRows rows) {
        float[] gradient = target.model()
                .lossAndGradient(target.parameters(), rows.inputs(), rows.labels(), 1, 0)
                .gradient();
        double[] seen = new double[gradient.length];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = gradient[i];
        }
        return seen;
    }

    private double[] update(LabelledRows rows) {
        float[] before = target.parameters();
        float[] after = new LocalTraining(target.model())
                .train(before, rows.inputs(), rows.labels(), LOCAL)
                .parameters();
        double[] seen = new double[before.length];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = before[i] - after[i];
        }
        return seen;
    }

    private double[] clipped(LabelledRows rows) {
        double[] update = update(rows);
        double factor = Math.min(1, CLIP / Numbers.norm(update));
        for (int i = 0; i < update.length; i++) {
            update[i] *= factor;
        }
        return update;
    }

    private double[] sum(List<LabelledRows> participants) {
        double[] sum = new double[target.parameters().length];
        for (LabelledRows rows : participants) {
            double[] update = clipped(rows);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += update[i];
            }
        }
        return sum;
    }

    private static double[] noisy(double[] update, double multiplier, SplittableRandom random) {
        for (int i = 0; i < update.length; i++) {
            update[i] += multiplier * CLIP * Normal.next(random);
        }
        return update;
    }

    /** Between two neighbours, of whom neither is the adversary's. */
    private static double[] masked(double[] update, SplittableRandom random) {
        int[] values = fixedPoint(update, MASK_BITS);
        Map<String, byte[]> pairs = new TreeMap<>(Map.of("bank-a", seed(random), "bank-c", seed(random)));
        Masks.mask(values, 0, "bank-b", seed(random), pairs);
        for (int i = 0; i < update.length; i++) {
            update[i] = values[i] * Math.scalb(1.0, -MASK_BITS);
        }
        return update;
    }

    /** Opened with a key of the adversary's own: it has no other. */
    private static double[] encrypted(double[] update, SplittableRandom random) {
        RlweCipher cipher = new RlweCipher(PACKING, seed(random), 0);
        SecureRandom secure = repeatable(random);
        try (RlweSecret own = RlweSecret.generate(secure);
                RlweSecret adversarys = RlweSecret.generate(secure)) {
            long[] ciphertext = cipher.encrypt(fixedPoint(update, CIPHER_BITS), own, secure);
            long[] opened = cipher.open(ciphertext, update.length, adversarys);
            for (int i = 0; i < update.length; i++) {
                update[i] = opened[i] * Math.scalb(1.0, -CIPHER_BITS);
            }
        }
        return update;
    }

    private static int[] fixedPoint(double[] update, int bits) {
        int[] values = new int[update.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) Math.rint(Math.scalb(update[i], bits));
        }
        return values;
    }

    private static byte[] seed(SplittableRandom random) {
        byte[] seed = new byte[32];
        random.nextBytes(seed);
        return seed;
    }

    /** This generator, seeded before its first use, gives the same bytes in every run: what a measurement needs and no participant may use. */
    private static SecureRandom repeatable(SplittableRandom random) {
        try {
            SecureRandom secure = SecureRandom.getInstance("SHA1PRNG");
            secure.setSeed(seed(random));
            return secure;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA1PRNG", e);
        }
    }
}
