package io.weir.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.aggregator.testkit.Federation;
import io.weir.privacy.dp.NoisyGrid;
import io.weir.schemas.model.CommitMetrics;
import io.weir.wire.Admission;
import io.weir.wire.ClosedBy;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacy;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a round leaves to the next, from records alone. */
class ParticipantTermsTest {
    private static final int BANKS = 4;
    private static final int PARAMETERS = 10;
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);
    private static final Federation FEDERATION = new Federation(BANKS, PARAMETERS, PARAMETERS);
    /** That of {@link #adaptive()}: 1024 steps for the clip, 256 for an answer. */
    private static final NoisyGrid GRID = new NoisyGrid(0.5, 0.1, 1, PARAMETERS, 1, true, 11);

    private static final double YES = 256;

    private static ParticipantPrivacy.Builder adaptive() {
        return ParticipantPrivacy.newBuilder()
                .setMechanism(NoiseMechanism.GAUSSIAN)
                .setNoiseMultiplier(0.1)
                .setShares(1)
                .setClip(0.5)
                .setClipQuantile(0.5)
                .setGridBits(11);
    }

    private static ParticipantPrivacy.Builder tree() {
        return adaptive()
                .setMechanism(NoiseMechanism.TREE)
                .setClipQuantile(0)
                .setTreeFirstRound(4)
                .setTreeOpenedAtMs(77)
                .setTreeLevels(3);
    }

    private static RoundOpened opened(long round, ParticipantPrivacy terms) {
        return RoundOpened.newBuilder(FEDERATION.opened(round, 1))
                .setParticipantPrivacy(terms)
                .build();
    }

    /** The next round's clip after one in which participants told this; null for one that told nothing. */
    private static double clipAfter(ParticipantPrivacy terms, Double... told) {
        List<SealedUpdate> updates = new ArrayList<>();
        for (int i = 0; i < told.length; i++) {
            Map<String, Double> metrics = told[i] == null ? Map.of() : Map.of(CommitMetrics.CLIP_WITHIN, told[i]);
            updates.add(new SealedUpdate(FEDERATION.banks().get(i), NONE, 1, 1L, metrics, NONE));
        }
        return ParticipantTerms.after(sealed(terms, updates), verdict(BANKS))
                .orElseThrow()
                .getClip();
    }

    private static RoundSealed sealed(ParticipantPrivacy terms, List<SealedUpdate> updates) {
        return new RoundSealed(opened(5, terms), List.of(0L), updates, ClosedBy.COHORT, 0L, NONE);
    }

    private static Verdict verdict(int admitted) {
        return Verdict.newBuilder()
                .setFederation(Federation.NAME)
                .setRound(5)
                .setRule("fedavg")
                .setRuleParameters(Map.of())
                .setAdmitted(FEDERATION.banks().subList(0, admitted).stream()
                        .map(bank -> new Admission(bank, 1, 1.0, 1.0))
                        .toList())
                .setRejected(List.of())
                .setTotalWeight(admitted)
                .setParticipantsRoot(NONE)
                .setConfigDigest(NONE)
                .setJudgedAtMs(0)
                .build();
    }

    private static double step(double within) {
        return 0.5 * Math.exp(-0.2 * (within - 0.5));
    }

    @Test
    void onlyThoseWhoAnswerAreAskedHowManyOfThemWereWithin() {
        ParticipantPrivacy terms = adaptive().build();

        assertThat(clipAfter(terms, YES, YES, YES, -YES)).isCloseTo(step(0.75), within(1e-12));
        assertThat(clipAfter(terms, YES, YES, null, Double.NaN)).isCloseTo(step(1), within(1e-12));
        assertThat(clipAfter(terms, -YES)).isCloseTo(step(0), within(1e-12));
    }

    @Test
    void ifNobodyAnswersTheClipStays() {
        assertThat(clipAfter(adaptive().build(), null, Double.NaN)).isEqualTo(0.5);
        assertThat(clipAfter(adaptive().build())).isEqualTo(0.5);
    }

    @Test
    void anAnswerCountsAsTheNearestThatAParticipantCouldHaveSent() {
        ParticipantPrivacy terms = adaptive().build();
        double most = GRID.indicatorLargest() / YES / 2;

        assertThat(clipAfter(terms, 1e300)).isCloseTo(step(0.5 + most), within(1e-12));
        assertThat(clipAfter(terms, Double.NEGATIVE_INFINITY)).isCloseTo(step(0.5 - most), within(1e-12));
        assertThat(clipAfter(terms, 100.4)).isEqualTo(clipAfter(terms, 100.0));
    }

    @Test
    void aClipStaysWhereSettingsMayPutIt() {
        assertThat(clipAfter(adaptive().setClip(1e6).setGridBits(-9).build(), -500.0))
                .isEqualTo(1e6);
        assertThat(clipAfter(adaptive().setClip(1e-9).setGridBits(40).build(), 500.0))
                .isEqualTo(1e-9);
    }

    @Test
    void aTreeGoesOnIfEverybodyCounts() {
        ParticipantPrivacy terms = tree().build();

        assertThat(ParticipantTerms.after(sealed(terms, List.of()), verdict(BANKS)))
                .contains(terms);
        assertThat(ParticipantTerms.after(sealed(terms, List.of()), verdict(BANKS - 1)))
                .contains(tree().setTreeFirstRound(0).setTreeOpenedAtMs(0).build());
        assertThat(ParticipantTerms.after(new RoundFailed(opened(5, terms), "", List.of(), 0L)))
                .contains(tree().setTreeFirstRound(0).setTreeOpenedAtMs(0).build());
    }

    @Test
    void theGridOfATreeHasRoomForAllItsLevels() {
        assertThat(ParticipantTerms.grid(opened(5, tree().build()), tree().build()))
                .isEqualTo(new NoisyGrid(0.5, 0.1, 1, PARAMETERS, 3, false, 11));
        assertThat(ParticipantTerms.grid(
                        opened(5, adaptive().build()), adaptive().build()))
                .isEqualTo(GRID);
    }

    private static Optional<String> contradiction(ParticipantPrivacy carried, ParticipantPrivacy next) {
        return ParticipantTerms.contradiction(opened(5, carried), carried, opened(6, next));
    }

    @Test
    void theClipThatFollowsIsTheOnlyOneWhileTheSameQuantileIsAskedFor() {
        ParticipantPrivacy carried = adaptive().build();

        assertThat(contradiction(carried, adaptive().build())).isEmpty();
        assertThat(contradiction(carried, adaptive().setClip(0.6).build()))
                .hasValueSatisfying(wrong -> assertThat(wrong).contains("clips to 0.6"));
        assertThat(contradiction(
                        carried, adaptive().setClip(0.6).setClipQuantile(0.7).build()))
                .as("the operator asks for another quantile")
                .isEmpty();
        assertThat(contradiction(
                        adaptive().setClipQuantile(0).build(),
                        adaptive().setClipQuantile(0).setClip(0.6).build()))
                .as("the operator asks for another clip")
                .isEmpty();
    }

    @Test
    void aTreeGoesOnOnlyAsTheSameWithTheSameTermsAmongTheSameParticipants() {
        ParticipantPrivacy carried = tree().build();

        assertThat(contradiction(carried, carried)).isEmpty();
        assertThat(contradiction(carried, tree().setTreeFirstRound(6).build()))
                .as("it begins anew")
                .isEmpty();
        assertThat(contradiction(carried, tree().setTreeFirstRound(3).build()))
                .as("another tree")
                .isPresent();
        assertThat(contradiction(carried, tree().setNoiseMultiplier(0.2).build()))
                .as("other noise")
                .isPresent();
        assertThat(contradiction(tree().setTreeFirstRound(0).build(), carried))
                .as("none that could go on")
                .isPresent();
        RoundOpened fewer = RoundOpened.newBuilder(opened(6, carried))
                .setCohort(FEDERATION.cohort().subList(0, BANKS - 1))
                .build();
        assertThat(ParticipantTerms.contradiction(opened(5, carried), carried, fewer))
                .as("other participants")
                .isPresent();
        assertThat(ParticipantTerms.treeGoesOn(
                        tree().setTreeFirstRound(0).build(),
                        tree().setTreeFirstRound(0).build()))
                .isFalse();
    }
}
