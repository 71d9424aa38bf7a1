package io.weir.client.budget;

import io.weir.privacy.dp.accounting.Accounting;
import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.privacy.identity.IdentityException;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.Signatures;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.serde.WireTrust;
import io.weir.wire.BudgetRecord;
import io.weir.wire.GaussianSteps;
import io.weir.wire.PrivacyBudget;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a budget record says, and whether it may be believed. */
public final class BudgetRecords {
    private static final Accounting ACCOUNTING = Accounting.PLD;
    /** Of ε: what two machines' arithmetic may differ by. */
    private static final double TOLERANCE = 1e-6;

    private static final ByteBuffer UNSIGNED = ByteBuffer.allocate(0);

    static {
        WireTrust.install();
    }

    private BudgetRecords() {}

    /**
     * What holds after a further round, signed.
     *
     * @param before what has held so far
     */
    public static BudgetRecord after(
            Optional<BudgetRecord> before,
            String federation,
            long round,
            PrivacyBudget budget,
            GaussianPlan cost,
            ParticipantIdentity identity,
            Instant now) {
        List<GaussianSteps> spent = added(before.map(BudgetRecord::getSpent).orElse(List.of()), cost);
        BudgetRecord unsigned = BudgetRecord.newBuilder()
                .setFederation(federation)
                .setParticipant(identity.name())
                .setSequence(before.map(BudgetRecord::getSequence).orElse(0L) + 1)
                .setBudget(budget)
                .setSpent(spent)
                .setEpsilonSpent(epsilon(spent, budget.getDelta()))
                .setAccountant(ACCOUNTING.name())
                .setLastRound(round)
                .setWrittenAtMs(now.toEpochMilli())
                .setSignatureAlgorithm(identity.signatureAlgorithm())
                .setSignature(UNSIGNED.duplicate())
                .build();
        return BudgetRecord.newBuilder(unsigned)
                .setSignature(ByteBuffer.wrap(identity.sign(Digests.budgetDigest(unsigned))))
                .build();
    }

    /** What one round costs by itself. */
    public static double epsilon(GaussianPlan cost, double delta) {
        return ACCOUNTING.epsilon(cost, delta);
    }

    private static List<GaussianSteps> added(List<GaussianSteps> spent, GaussianPlan cost) {
        List<GaussianSteps> sum = new ArrayList<>(spent);
        for (int i = 0; i < sum.size(); i++) {
            GaussianPlan earlier = plan(sum.get(i));
            if (earlier.withSteps(cost.steps()).equals(cost)) {
                sum.set(i, steps(cost.withSteps(Math.addExact(earlier.steps(), cost.steps()))));
                return sum;
            }
        }
        sum.add(steps(cost));
        return sum;
    }

    private static double epsilon(List<GaussianSteps> spent, double delta) {
        return ACCOUNTING.epsilon(spent.stream().map(BudgetRecords::plan).toList(), delta);
    }

    private static GaussianPlan plan(GaussianSteps steps) {
        return new GaussianPlan(steps.getSamplingRate(), steps.getNoiseMultiplier(), steps.getSteps());
    }

    private static GaussianSteps steps(GaussianPlan plan) {
        return new GaussianSteps(plan.samplingRate(), plan.noiseMultiplier(), plan.steps());
    }

    /** Whether the holder of a key, SubjectPublicKeyInfo, has signed it. */
    public static boolean isSigned(BudgetRecord record, byte[] publicKey) {
        byte[] signature = new byte[record.getSignature().remaining()];
        record.getSignature().duplicate().get(signature);
        try {
            return Signatures.verify(
                    publicKey, record.getSignatureAlgorithm(), Digests.budgetDigest(record), signature);
        } catch (IdentityException e) {
            return false;
        }
    }

    /** Whether the steps that it names cost what it says. */
    public static boolean addsUp(BudgetRecord record) {
        try {
            double recomputed = epsilon(record.getSpent(), record.getBudget().getDelta());
            return Math.abs(recomputed - record.getEpsilonSpent()) <= TOLERANCE * recomputed;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
