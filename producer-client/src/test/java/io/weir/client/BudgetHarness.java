package io.weir.client;

import static io.weir.client.Fixtures.TOPICS;
import static io.weir.client.Fixtures.sealed;

import io.weir.schemas.Keys;
import io.weir.wire.BudgetRecord;
import io.weir.wire.FederationSettings;
import io.weir.wire.RoundOpened;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Bank A in a federation with a privacy budget that is enough for two rounds. */
abstract class BudgetHarness {
    static final double DELTA = 1e-5;

    final FakeKafka kafka = new FakeKafka();
    Scenario scenario;

    /** Adds the budget. */
    abstract FederationSettings.Builder withBudget(FederationSettings.Builder settings);

    /** The announcement of a round that costs half of the budget. */
    abstract RoundOpened opened(long round);

    /** Trains so. */
    LocalTrainer trainer() {
        return task -> Fixtures.update();
    }

    @BeforeEach
    void aFederationWithABudget() {
        kafka.federation(5).topic(TOPICS.budget(), 1).model(0);
        for (long round = 0; round <= 3; round++) {
            kafka.topic(TOPICS.roundUpdates(round), 2);
        }
        settings(withBudget(FederationSettings.newBuilder(Fixtures.settings(5))).build());
        restart();
    }

    void settings(FederationSettings settings) {
        kafka.append(TOPICS.control(), 0, Keys.settings(), settings);
    }

    /** Another run of the bank, which knows what is in the topics. */
    void restart() {
        scenario = new Scenario(kafka);
        scenario.trainer = trainer();
    }

    List<BudgetRecord> written() {
        return kafka.sent(BudgetRecord.class);
    }

    void ledger(BudgetRecord record) {
        kafka.append(TOPICS.budget(), 0, Keys.budget("bank-a"), record);
    }

    void open(long round) {
        kafka.round(round, opened(round));
    }

    /** Ends a round that bank A took part in, publishes its model and opens the next one. */
    void next(long round) {
        kafka.round(round, sealed(opened(round), "bank-a")).model(round);
        open(round + 1);
    }

    List<String> runTwoRounds() throws InterruptedException {
        return scenario.runUntil(event -> {
            switch (event) {
                case "published 1 in 3" -> next(1);
                case "published 2 in 3" -> next(2);
                default -> {}
            }
            return event.startsWith("refused") || event.startsWith("published 3");
        });
    }
}
