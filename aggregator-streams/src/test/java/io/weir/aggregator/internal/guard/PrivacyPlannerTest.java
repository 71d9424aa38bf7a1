package io.weir.aggregator.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.testkit.Federation;
import io.weir.privacy.dp.NoisyGrid;
import io.weir.wire.CohortMember;
import io.weir.wire.FederationSettings;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacy;
import io.weir.wire.ParticipantPrivacySettings;
import io.weir.wire.PrivacyBudget;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureRound;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrivacyPlannerTest {
    private static final Federation FEDERATION = new Federation(3, 10, 4);
    private static final List<CohortMember> COHORT = FEDERATION.cohort();
    private static final PrivacyPlanner.Before NOTHING = new PrivacyPlanner.Before(Optional.empty(), List.of());
    private static final long NOW = 99;

    private static ParticipantPrivacySettings.Builder asked() {
        return ParticipantPrivacySettings.newBuilder()
                .setMechanism(NoiseMechanism.GAUSSIAN)
                .setNoiseMultiplier(1.5)
                .setShares(2)
                .setClip(0.5)
                .setClipQuantile(0)
                .setDataRounds(7)
                .setBudget(new PrivacyBudget(50.0, 1e-5));
    }

    private static ParticipantPrivacySettings tree() {
        return asked().setMechanism(NoiseMechanism.TREE).build();
    }

    private static PrivacyPlanner.Plan plan(
            long round, ParticipantPrivacySettings asked, Optional<SecureRound> secure, PrivacyPlanner.Before before) {
        FederationSettings settings = FederationSettings.newBuilder(FEDERATION.settings(1, true))
                .setRounds(8)
                .setParticipantPrivacy(asked)
                .build();
        return PrivacyPlanner.plan(round, settings, COHORT, secure, before, NOW);
    }

    private static ParticipantPrivacy terms(
            long round, ParticipantPrivacySettings asked, PrivacyPlanner.Before before) {
        return ((PrivacyPlanner.Plan.Ready) plan(round, asked, Optional.empty(), before)).terms();
    }

    private static PrivacyPlanner.Before left(ParticipantPrivacy terms) {
        return new PrivacyPlanner.Before(Optional.of(terms), COHORT);
    }

    @Test
    void termsAreWhatTheOperatorAskedFor() {
        ParticipantPrivacy terms = terms(3, asked().build(), NOTHING);

        assertThat(terms)
                .isEqualTo(ParticipantPrivacy.newBuilder()
                        .setMechanism(NoiseMechanism.GAUSSIAN)
                        .setNoiseMultiplier(1.5)
                        .setShares(2)
                        .setClip(0.5)
                        .setGridBits(
                                NoisyGrid.fitting(25, 0.5, 1.5, 2, 10, 1, false).scaleBits())
                        .setClipQuantile(0)
                        .setDataRounds(7)
                        .build());
    }

    @Test
    void theFirstRoundBeginsATreeWithLevelsForAllRounds() {
        ParticipantPrivacy terms = terms(3, tree(), NOTHING);

        assertThat(terms.getTreeFirstRound()).isEqualTo(3);
        assertThat(terms.getTreeOpenedAtMs()).isEqualTo(NOW);
        assertThat(terms.getTreeLevels()).as("8 rounds").isEqualTo(4);
        assertThat(terms.getGridBits())
                .isEqualTo(NoisyGrid.fitting(25, 0.5, 1.5, 2, 10, 4, false).scaleBits());
    }

    @Test
    void aTreeGoesOnAmongTheSameParticipantsOnly() {
        ParticipantPrivacy begun = ParticipantPrivacy.newBuilder(terms(3, tree(), NOTHING))
                .setTreeOpenedAtMs(11)
                .build();

        assertThat(terms(4, tree(), left(begun))).isEqualTo(begun);
        PrivacyPlanner.Before others = new PrivacyPlanner.Before(Optional.of(begun), COHORT.subList(0, 2));
        assertThat(terms(4, tree(), others).getTreeFirstRound()).isEqualTo(4);
        assertThat(terms(4, tree(), others).getTreeOpenedAtMs()).isEqualTo(NOW);
    }

    @Test
    void aTreeEndsWhenTheOperatorAsksForOtherNoise() {
        ParticipantPrivacy begun = terms(3, tree(), NOTHING);
        ParticipantPrivacySettings louder =
                asked().setMechanism(NoiseMechanism.TREE).setNoiseMultiplier(2).build();

        assertThat(terms(4, louder, left(begun)).getTreeFirstRound()).isEqualTo(4);
    }

    @Test
    void aClipIsCarriedOnWhileItFollowsTheSameQuantile() {
        ParticipantPrivacySettings median = asked().setClipQuantile(0.5).build();
        ParticipantPrivacy moved = ParticipantPrivacy.newBuilder(terms(3, median, NOTHING))
                .setClip(0.25)
                .build();

        assertThat(terms(4, median, left(moved)).getClip()).isEqualTo(0.25);
        assertThat(terms(4, asked().setClipQuantile(0.6).build(), left(moved)).getClip())
                .isEqualTo(0.5);
        ParticipantPrivacy stayed = ParticipantPrivacy.newBuilder(terms(3, asked().build(), NOTHING))
                .setClip(0.25)
                .build();
        assertThat(terms(4, asked().build(), left(stayed)).getClip())
                .as("the operator's, which stays")
                .isEqualTo(0.5);
    }

    private static SecureRound secure() {
        return SecureRound.newBuilder()
                .setBackend(SecureBackend.RLWE)
                .setValueBits(18)
                .setKeys(List.of())
                .setCommittee(List.of())
                .setThreshold(2)
                .setGroups(List.of())
                .setGroupMin(2)
                .setNeighbours(0)
                .setCommitteeTimeoutMs(1)
                .build();
    }

    /** Sums of hidden values are of the grid's own scale: nothing is rounded once noise is in. */
    @Test
    void hiddenValuesHaveTheBitsOfTheirRingAndTheScaleOfTheGrid() {
        PrivacyPlanner.Plan.Ready plan =
                (PrivacyPlanner.Plan.Ready) plan(3, asked().build(), Optional.of(secure()), NOTHING);

        RoundOpened opened = RoundPlanner.plan(
                3,
                FEDERATION.settings(1, true),
                COHORT,
                Optional.of(FEDERATION.head(2, 2)),
                Optional.of(secure()),
                Optional.of(plan),
                NOW);

        NoisyGrid grid = NoisyGrid.fitting(18, 0.5, 1.5, 2, 10, 1, false);
        assertThat(plan.grid()).isEqualTo(grid);
        assertThat(opened.getScaleBits()).isEqualTo(grid.scaleBits());
        assertThat(opened.getClippingBound()).isEqualTo(grid.normBound());
        assertThat(opened.getWeightMax()).isEqualTo(1);
        assertThat(opened.getParticipantPrivacy()).isEqualTo(plan.terms());
    }

    @Test
    void aRoundWithoutRoomForNoiseIsNotOpened() {
        assertThat(plan(3, asked().setNoiseMultiplier(1e-9).build(), Optional.empty(), NOTHING))
                .isInstanceOfSatisfying(PrivacyPlanner.Plan.Lacks.class, lacks -> assertThat(lacks.what())
                        .contains("add more noise"));
    }
}
