package io.weir.client.budget;

import io.weir.privacy.dp.accounting.Accounting;
import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.privacy.identity.IdentityException;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.Signatures;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.PrivacyDigests;
import io.weir.schemas.serde.WireTrust;
import io.weir.wire.BudgetRecord;
import io.weir.wire.GaussianSteps;
import io.weir.wire.ParticipantSpent;
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
    private static final PrivacyBudget NOT_COUNTED = new PrivacyBudget(0.0, 0.0);

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
            Charge charge,
            ParticipantIdentity identity,
            Instant now) {
        List<GaussianSteps> spent = before.map(BudgetRecord::getSpent).orElse(List.of());
        PrivacyBudget budget = before.map(BudgetRecord::getBudget).orElse(NOT_COUNTED);
        if (charge.records().isPresent()) {
            spent = added(spent, charge.records().get().cost());
            budget = charge.records().get().budget();
        }
        Optional<ParticipantSpent> ofParticipant = before.map(BudgetRecord::getParticipantSpent);
        if (charge.participant().isPresent()) {
            ofParticipant = Optional.of(
                    ParticipantCosts.after(ofParticipant, charge.participant().get()));
        }
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
                .setParticipantSpent(ofParticipant.orElse(null))
                .setSignatureAlgorithm(identity.signatureAlgorithm())
                .setSignature(UNSIGNED.duplicate())
                .build();
        return BudgetRecord.newBuilder(unsigned)
                .setSignature(ByteBuffer.wrap(identity.sign(PrivacyDigests.budget(unsigned))))
                .build();
    }

    /** What a record lets its participant spend no more of; empty if everything is within its budget. */
    public static Optional<String> overspent(BudgetRecord record) {
        if (record.getEpsilonSpent() > record.getBudget().getEpsilon()) {
            return Optional.of(described("the privacy budget", record.getBudget(), record.getEpsilonSpent()));
        }
        ParticipantSpent whole = record.getParticipantSpent();
        return whole != null && whole.getEpsilonSpent() > whole.getBudget().getEpsilon()
                ? Optional.of(described(
                        "the privacy budget of whole participants", whole.getBudget(), whole.getEpsilonSpent()))
                : Optional.empty();
    }

    private static String described(String what, PrivacyBudget budget, double epsilon) {
        return what + " is epsilon " + budget.getEpsilon() + " at delta " + budget.getDelta()
                + ", with this round it would be " + epsilon;
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
        return spent.isEmpty()
                ? 0
                : ACCOUNTING.epsilon(spent.stream().map(BudgetRecords::plan).toList(), delta);
    }

    private static GaussianPlan plan(GaussianSteps steps) {
        return new GaussianPlan(steps.getSamplingRate(), steps.getNoiseMultiplier(), steps.getSteps());
    }

    private static GaussianSteps steps(GaussianPlan plan) {
        return new GaussianSteps(plan.samplingRate(), plan.noiseMultiplier(), plan.steps());
    }

    /** Whether the holder of a key, SubjectPublicKeyInfo, has signed it. */
    public static boolean isSigned(BudgetRecord record, byte[] publicKey) {
        byte[] signature = Bytes.copy(record.getSignature());
        try {
            return Signatures.verify(
                    publicKey, record.getSignatureAlgorithm(), PrivacyDigests.budget(record), signature);
        } catch (IdentityException e) {
            return false;
        }
    }

    /** Whether the steps that it names cost what it says. */
    public static boolean addsUp(BudgetRecord record) {
        try {
            ParticipantSpent whole = record.getParticipantSpent();
            return isAbout(epsilon(record.getSpent(), record.getBudget().getDelta()), record.getEpsilonSpent())
                    && (whole == null
                            || isAbout(
                                    ParticipantCosts.epsilon(
                                            whole.getSpent(), whole.getBudget().getDelta()),
                                    whole.getEpsilonSpent()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isAbout(double recomputed, double told) {
        return Math.abs(recomputed - told) <= TOLERANCE * recomputed;
    }
}
