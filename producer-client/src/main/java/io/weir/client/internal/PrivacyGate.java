package io.weir.client.internal;

import io.weir.client.StatisticsAnswers;
import io.weir.client.budget.BudgetRecords;
import io.weir.client.budget.Charge;
import io.weir.client.budget.ParticipantCosts;
import io.weir.client.privacy.PrivateRound;
import io.weir.client.privacy.PrivateRoundCheck;
import io.weir.client.privacy.StatisticsCheck;
import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.Topics;
import io.weir.wire.BudgetRecord;
import io.weir.wire.FederationSettings;
import io.weir.wire.ParticipantPrivacySettings;
import io.weir.wire.ParticipantSpent;
import io.weir.wire.PrivacyBudget;
import io.weir.wire.PrivacySpent;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asked before a round is answered: whether the participant agrees to what it tells of its rows, and whether the privacy
 * budget allows it. What a round costs is written down, and acknowledged, before anything is trained
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
    private final StatisticsAnswers statistics;
    private final Clock clock;

    PrivacyGate(
            ParticipantIdentity identity,
            FederationView view,
            BudgetBook book,
            BudgetSender sender,
            StatisticsAnswers statistics,
            Clock clock) {
        this.statistics = statistics;
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
        ParticipantPrivacySettings noise =
                view.settings().map(FederationSettings::getParticipantPrivacy).orElse(null);
        Optional<String> objection = StatisticsCheck.objection(opened, noise, statistics)
                .or(() -> PrivateRoundCheck.objection(
                        opened, noise, view.lastTaken().map(OwnSealedUpdate::opened)));
        if (objection.isPresent()) {
            return new Outcome.Refused(objection.get());
        }
        Optional<Charge.OfParticipant> participant = PrivateRound.of(opened)
                .map(round -> new Charge.OfParticipant(
                        view.settings().orElseThrow().getParticipantPrivacy().getBudget(), round.cost()));
        Optional<PrivacyBudget> budget = view.settings().map(FederationSettings::getPrivacyBudget);
        Optional<GaussianPlan> plan = Optional.empty();
        if (budget.isPresent()) {
            try {
                plan = cost.get();
            } catch (RuntimeException e) {
                log.atError()
                        .addKeyValue("round", opened.getRound())
                        .setCause(e)
                        .log("the trainer names no cost");
                return new Outcome.Refused("the trainer threw " + e + " when asked what the round costs");
            }
            if (plan.isEmpty() && opened.getTask() != RoundTask.STATISTICS) {
                return new Outcome.Refused("the federation has a privacy budget, and this participant's trainer is not"
                        + " private: use one that is");
            }
        }
        Charge charge = new Charge(plan.map(steps -> new Charge.OfRecords(budget.orElseThrow(), steps)), participant);
        return charge.isNothing() ? new Outcome.Free() : charge(opened, charge, earlier);
    }

    private Outcome charge(RoundOpened opened, Charge charge, EarlierUpdate earlier) throws InterruptedException {
        String topic = new Topics(opened.getFederation()).budget();
        if (!book.isFollowed()) {
            return new Outcome.Refused("what it costs cannot be written down: topic " + topic
                    + " is missing, or this participant may not read it; tell the operator");
        }
        Optional<BudgetRecord> before = book.newest();
        long lastRound = before.map(BudgetRecord::getLastRound).orElse(NO_ROUND);
        if (lastRound > opened.getRound()) {
            return new Outcome.Refused(
                    "round " + lastRound + " is counted already: no round before it is trained again");
        }
        if (lastRound == opened.getRound()) {
            return earlier.chunkHashes().isEmpty() || isRepeatable(opened, charge)
                    ? charged(charge)
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
                    before, opened.getFederation(), opened.getRound(), charge, identity, clock.instant());
        } catch (IllegalArgumentException | ArithmeticException e) {
            return new Outcome.Refused("what it costs cannot be computed: " + e.getMessage());
        }
        Optional<String> overspent = BudgetRecords.overspent(after);
        if (overspent.isPresent()) {
            return new Outcome.Refused(overspent.get());
        }
        sender.send(after);
        book.apply(after);
        log.atInfo()
                .addKeyValue("round", opened.getRound())
                .addKeyValue("epsilonSpent", after.getEpsilonSpent())
                .addKeyValue(
                        "participantEpsilonSpent",
                        Optional.ofNullable(after.getParticipantSpent())
                                .map(ParticipantSpent::getEpsilonSpent)
                                .orElse(0.0))
                .log("privacy charged");
        return charged(charge);
    }

    /** Whether the same training gives the same bytes: noise follows from the update, and nothing else is drawn. */
    private static boolean isRepeatable(RoundOpened opened, Charge charge) {
        return charge.records().isEmpty() && opened.getSecure() == null;
    }

    /** What the update says of itself: for the whole participant where that is counted, since it holds for each record too. */
    private static Outcome charged(Charge charge) {
        return new Outcome.Charged(charge.participant()
                .map(whole -> spent(
                        ParticipantCosts.epsilon(
                                List.of(whole.cost()), whole.budget().getDelta()),
                        whole.budget()))
                .orElseGet(() -> {
                    Charge.OfRecords records = charge.records().orElseThrow();
                    return spent(
                            BudgetRecords.epsilon(
                                    records.cost(), records.budget().getDelta()),
                            records.budget());
                }));
    }

    private static PrivacySpent spent(double epsilon, PrivacyBudget budget) {
        return new PrivacySpent(epsilon, budget.getDelta());
    }
}
