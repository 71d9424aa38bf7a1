package io.weir.client.internal;

import io.weir.client.budget.BudgetRecords;
import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.Topics;
import io.weir.wire.BudgetRecord;
import io.weir.wire.FederationSettings;
import io.weir.wire.PrivacyBudget;
import io.weir.wire.PrivacySpent;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asked before a round is trained: whether the privacy budget allows it. What a round costs is written down, and acknowledged, before anything is trained
 * or sent; a round that then comes to nothing stays counted.
 */
final class PrivacyGate {
    /** The answer. */
    sealed interface Outcome {
        /** What the round was charged; empty if nothing is counted. */
        default Optional<PrivacySpent> spent() {
            return Optional.empty();
        }

        /** Nothing is counted in this round. */
        record Free() implements Outcome {}

        /** Written down. */
        record Charged(PrivacySpent cost) implements Outcome {
            @Override
            public Optional<PrivacySpent> spent() {
                return Optional.of(cost);
            }
        }

        /** Not to be trained. */
        record Refused(String reason) implements Outcome {}
    }

    private static final Logger log = LoggerFactory.getLogger(PrivacyGate.class);
    private static final long NO_ROUND = -1;

    private final ParticipantIdentity identity;
    private final FederationView view;
    private final BudgetBook book;
    private final BudgetSender sender;
    private final Clock clock;

    PrivacyGate(ParticipantIdentity identity, FederationView view, BudgetBook book, BudgetSender sender, Clock clock) {
        this.identity = identity;
        this.view = view;
        this.book = book;
        this.sender = sender;
        this.clock = clock;
    }

    /**
     * Charges the round, once, however often it is asked.
     *
     * @param cost what the trainer would do
     * @param earlier what an earlier run has sent for the round
     * @throws org.apache.kafka.common.KafkaException if the charge could not be written; to be asked again
     */
    Outcome ask(RoundOpened opened, Supplier<Optional<GaussianPlan>> cost, EarlierUpdate earlier)
            throws InterruptedException {
        Optional<PrivacyBudget> budget = view.settings().map(FederationSettings::getPrivacyBudget);
        if (budget.isEmpty()) {
            return new Outcome.Free();
        }
        Optional<GaussianPlan> plan;
        try {
            plan = cost.get();
        } catch (RuntimeException e) {
            log.atError().addKeyValue("round", opened.getRound()).setCause(e).log("the trainer names no cost");
            return new Outcome.Refused("the trainer threw " + e + " when asked what the round costs");
        }
        if (plan.isPresent()) {
            return charge(opened, budget.get(), plan.get(), earlier);
        }
        return opened.getTask() == RoundTask.STATISTICS
                ? new Outcome.Free()
                : new Outcome.Refused("the federation has a privacy budget, and this participant's trainer is not"
                        + " private: use one that is");
    }

    private Outcome charge(RoundOpened opened, PrivacyBudget budget, GaussianPlan plan, EarlierUpdate earlier)
            throws InterruptedException {
        String topic = new Topics(opened.getFederation()).budget();
        if (!book.isFollowed()) {
            return new Outcome.Refused("what it costs cannot be written down: topic " + topic
                    + " is missing, or this participant may not read it; tell the operator");
        }
        Optional<BudgetRecord> before = book.newest();
        long lastRound = before.map(BudgetRecord::getLastRound).orElse(NO_ROUND);
        if (lastRound == opened.getRound()) {
            return earlier.chunkHashes().isEmpty()
                    ? charged(budget, plan)
                    : new Outcome.Refused("an earlier run has sent parts of an update with other noise: a second one"
                            + " would cost privacy once more");
        }
        long taken = view.lastTaken().map(OwnSealedUpdate::round).orElse(NO_ROUND);
        if (taken > lastRound) {
            return new Outcome.Refused(
                    "topic " + topic + " does not count round " + taken + ", which has an update of '" + identity.name()
                            + "': records were lost, or signed with another key; tell the operator");
        }
        BudgetRecord after;
        try {
            after = BudgetRecords.after(
                    before, opened.getFederation(), opened.getRound(), budget, plan, identity, clock.instant());
        } catch (IllegalArgumentException | ArithmeticException e) {
            return new Outcome.Refused("what it costs cannot be computed: " + e.getMessage());
        }
        if (after.getEpsilonSpent() > budget.getEpsilon()) {
            return new Outcome.Refused("the privacy budget is epsilon " + budget.getEpsilon() + " at delta "
                    + budget.getDelta() + ", spent is "
                    + before.map(BudgetRecord::getEpsilonSpent).orElse(0.0) + ", with this round it would be "
                    + after.getEpsilonSpent());
        }
        sender.send(after);
        book.apply(after);
        log.atInfo()
                .addKeyValue("round", opened.getRound())
                .addKeyValue("epsilonSpent", after.getEpsilonSpent())
                .addKeyValue("epsilonBudget", budget.getEpsilon())
                .log("privacy charged");
        return charged(budget, plan);
    }

    private static Outcome charged(PrivacyBudget budget, GaussianPlan plan) {
        return new Outcome.Charged(new PrivacySpent(BudgetRecords.epsilon(plan, budget.getDelta()), budget.getDelta()));
    }
}
