package io.weir.client.internal;

import static io.weir.client.Fixtures.BANK_A;
import static io.weir.client.Fixtures.FEDERATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.client.FakeKafka;
import io.weir.client.Fixtures;
import io.weir.client.PrivateFixtures;
import io.weir.client.StatisticsAnswers;
import io.weir.wire.BudgetRecord;
import io.weir.wire.FederationSettings;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacySettings;
import io.weir.wire.PrivacyBudget;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a participant decides before it trains a round with noise, without its loop. */
class PrivacyGateTest {
    private static final EarlierUpdate PARTS =
            new EarlierUpdate(Map.of(0, Set.of(ByteBuffer.allocate(32))), Optional.empty());

    private final FakeKafka kafka = new FakeKafka();
    private final FederationView view = new FederationView(FEDERATION, BANK_A.name());
    private final BudgetBook book = new BudgetBook(FEDERATION, BANK_A);
    private final PrivacyGate gate = new PrivacyGate(
            BANK_A,
            view,
            book,
            new BudgetSender(kafka.producer(), kafka.values(), new StopSignal()),
            StatisticsAnswers.WITHOUT_NOISE,
            Clock.fixed(Fixtures.NOW, ZoneOffset.UTC));

    @BeforeEach
    void aFederationThatAsksForNoise() {
        kafka.federation(5).topic(Fixtures.TOPICS.budget(), 1);
        book.follow();
        settings(PrivateFixtures.settings());
    }

    private void settings(ParticipantPrivacySettings.Builder privacy) {
        view.apply(
                "settings",
                Optional.of(FederationSettings.newBuilder(Fixtures.settings(5))
                        .setParticipantPrivacy(privacy.build())
                        .build()),
                0);
    }

    private PrivacyGate.Outcome ask(RoundOpened.Builder opened, EarlierUpdate earlier) throws InterruptedException {
        return gate.ask(opened.build(), Optional::empty, earlier);
    }

    private static void refused(PrivacyGate.Outcome outcome, String reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(PrivacyGate.Outcome.Refused.class, refused -> assertThat(refused.reason())
                        .contains(reason));
    }

    /** Its own record has not come back from the topic yet. */
    @Test
    void aRoundThatIsAskedForAgainIsChargedOnce() throws Exception {
        PrivacyGate.Outcome first = ask(PrivateFixtures.round(1), EarlierUpdate.NOTHING);

        assertThat(ask(PrivateFixtures.round(1), EarlierUpdate.NOTHING)).isEqualTo(first);

        assertThat(first).isInstanceOf(PrivacyGate.Outcome.Charged.class);
        assertThat(kafka.sent(BudgetRecord.class)).hasSize(1);
    }

    @Test
    void nothingIsTrainedWhereItCannotBeWrittenDown() throws Exception {
        PrivacyGate unread = new PrivacyGate(
                BANK_A,
                view,
                new BudgetBook(FEDERATION, BANK_A),
                new BudgetSender(kafka.producer(), kafka.values(), new StopSignal()),
                StatisticsAnswers.WITHOUT_NOISE,
                Clock.systemUTC());

        refused(
                unread.ask(PrivateFixtures.round(1).build(), Optional::empty, EarlierUpdate.NOTHING),
                "cannot be written down");
        assertThat(kafka.sent()).isEmpty();
    }

    @Test
    void whatCannotBeCountedIsNotTrained() throws Exception {
        settings(PrivateFixtures.settings().setBudget(new PrivacyBudget(20.0, 0.0)));

        refused(ask(PrivateFixtures.round(1), EarlierUpdate.NOTHING), "cannot be computed");
    }

    /** In the clear the same training gives the same bytes; what hides an update is drawn anew. */
    @Test
    void anUpdateOfWhichPartsWereSentIsMadeAgainOnlyInTheClear() throws Exception {
        ask(PrivateFixtures.round(1), EarlierUpdate.NOTHING);

        assertThat(ask(PrivateFixtures.round(1), PARTS)).isInstanceOf(PrivacyGate.Outcome.Charged.class);
        refused(
                ask(PrivateFixtures.hidden(SecureBackend.MASK).setRound(1), PARTS),
                "an earlier run has sent parts of an update");
    }

    @Test
    void aTreeGoesOnIfTheRoundBeforeHasAnUpdateOfThisParticipant() throws Exception {
        settings(PrivateFixtures.settings().setMechanism(NoiseMechanism.TREE).setBudget(new PrivacyBudget(1e6, 1e-5)));
        ask(PrivateFixtures.tree(4, 4), EarlierUpdate.NOTHING);

        refused(ask(PrivateFixtures.tree(5, 4), EarlierUpdate.NOTHING), "the next round must begin a tree");
        view.apply(
                "round", Optional.of(Fixtures.sealed(PrivateFixtures.tree(4, 4).build(), BANK_A.name())), 0);

        assertThat(ask(PrivateFixtures.tree(5, 4), EarlierUpdate.NOTHING))
                .isInstanceOf(PrivacyGate.Outcome.Charged.class);
        assertThat(kafka.sent(BudgetRecord.class)).hasSize(2);
    }
}
