package io.weir.cli.bank;

import io.weir.client.TrainingTask;
import io.weir.privacy.dp.accounting.Accounting;
import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.trainers.DpSgdConfig;
import io.weir.trainers.GradientNoise;
import io.weir.trainers.TrainingConfig;
import io.weir.wire.PrivacySpent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.TreeMap;

/**
 * One bank's noise, round by round. It follows from a secret that never leaves this object, and from all that a round asks: a
 * round that is trained twice gives the same update and so costs once, and no noise is used for two different updates. A bank
 * that is started again has a new secret.
 */
final class PrivateRounds {
    /** How a round is to be trained, and what its update costs by itself. */
    record Round(DpSgdConfig config, GradientNoise noise, PrivacySpent spent) {}

    private record Terms(PrivacySettings privacy, int rows, double samplingRate, int steps) {}

    private static final int SECRET_BYTES = 32;

    private final byte[] secret;
    private Terms agreed;
    private GaussianPlan plan;

    PrivateRounds() {
        this(new byte[SECRET_BYTES]);
        new SecureRandom().nextBytes(secret);
    }

    /** For rehearsals: noise that whoever knows the secret can take off. */
    PrivateRounds(byte[] secret) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "the secret has " + secret.length + " bytes: it must have " + SECRET_BYTES);
        }
        this.secret = secret.clone();
    }

    /**
     * What a round does to the rows' privacy. The first round that is asked about settles the terms.
     *
     * @throws IllegalArgumentException if the planned rounds are over, the terms are no longer those that the budget was
     *     planned with, or it cannot be kept
     */
    GaussianPlan cost(PrivacySettings privacy, int rows, TrainingConfig config, long round) {
        if (round > privacy.rounds()) {
            throw new IllegalArgumentException("the privacy budget is planned for " + privacy.rounds()
                    + " rounds, and this is round " + round + ": it is spent");
        }
        int steps = DpSgdConfig.steps(rows, config);
        Terms terms = new Terms(privacy, rows, DpSgdConfig.samplingRate(rows, config), steps);
        if (agreed == null) {
            plan = privacy.plan(rows, config);
            agreed = terms;
        } else if (!agreed.equals(terms)) {
            throw new IllegalArgumentException("the round asks for " + terms + ", the budget is planned for " + agreed
                    + ": other terms would spend it anew. If that is meant, start the participant again");
        }
        return plan.withSteps(steps);
    }

    /**
     * How to train a round.
     *
     * @throws IllegalArgumentException as {@link #cost}
     */
    Round next(PrivacySettings privacy, int rows, TrainingConfig config, TrainingTask task) {
        GaussianPlan cost = cost(privacy, rows, config, task.round());
        double spent = Accounting.RDP.epsilon(cost, privacy.delta());
        return new Round(
                new DpSgdConfig(privacy.clip(), cost.noiseMultiplier()),
                new SecretNoise(seed(task)),
                new PrivacySpent(spent, privacy.delta()));
    }

    private byte[] seed(TrainingTask task) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(secret);
            add(digest, task.federation());
            digest.update(ByteBuffer.allocate(3 * Long.BYTES)
                    .putLong(task.round())
                    .putLong(task.baseVersion())
                    .putLong(task.seed())
                    .flip());
            add(digest, task.manifest().toString());
            add(digest, new TreeMap<>(task.settings()).toString());
            ByteBuffer values = ByteBuffer.allocate(task.parameters().length * Float.BYTES);
            values.asFloatBuffer().put(task.parameters());
            digest.update(values);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }
}
