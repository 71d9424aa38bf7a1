package io.weir.client.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.client.Fixtures;
import io.weir.client.PrivateFixtures;
import io.weir.client.SecureFixtures;
import io.weir.wire.Codec;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacy;
import io.weir.wire.ParticipantPrivacySettings;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureRound;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrivateRoundCheckTest {
    private static final ParticipantPrivacySettings SETTINGS =
            PrivateFixtures.settings().build();

    private static Optional<String> objection(RoundOpened.Builder round) {
        return PrivateRoundCheck.objection(round.build(), SETTINGS, Optional.empty());
    }

    private static RoundOpened.Builder with(UnaryOperator<ParticipantPrivacy.Builder> change) {
        return PrivateFixtures.round(1)
                .setParticipantPrivacy(
                        change.apply(PrivateFixtures.terms(25, false)).build());
    }

    private static void refused(RoundOpened.Builder round, String reason) {
        assertThat(objection(round)).hasValueSatisfying(text -> assertThat(text).contains(reason));
    }

    @Test
    void whatTheOperatorsSettingsPromiseIsFine() {
        assertThat(objection(PrivateFixtures.round(1))).isEmpty();
        assertThat(objection(
                        PrivateFixtures.round(0).setTask(RoundTask.STATISTICS).setParticipantPrivacy(null)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "MASK", "RLWE"})
    void alsoIfUpdatesAreHidden(SecureBackend backend) {
        assertThat(objection(PrivateFixtures.hidden(backend))).isEmpty();
    }

    @Test
    void noiseThatIsLeftOutOrThatNobodyCountsIsRefused() {
        refused(PrivateFixtures.round(1).setParticipantPrivacy(null), "ask for noise");
        assertThat(PrivateRoundCheck.objection(PrivateFixtures.round(1).build(), null, Optional.empty()))
                .hasValueSatisfying(reason -> assertThat(reason).contains("nobody would count it"));
    }

    @Test
    void everyTermIsTheOperators() {
        refused(with(terms -> terms.setNoiseMultiplier(1)), "must not change them");
        refused(with(terms -> terms.setShares(4)), "must not change them");
        refused(with(terms -> terms.setClip(0.25)), "must not change them");
        refused(with(terms -> terms.setClipQuantile(0.5)), "must not change them");
        refused(with(terms -> terms.setDataRounds(1)), "must not change them");
        refused(with(terms -> terms.setMechanism(NoiseMechanism.TREE).setTreeLevels(3)), "must not change them");
        refused(with(terms -> terms.setMechanism(NoiseMechanism.UNKNOWN)), "install a newer one");
    }

    @Test
    void weightsMomentumAndCodecsWouldChangeWhatNoiseIsAddedTo() {
        refused(PrivateFixtures.round(1).setWeightMax(2), "every update weighs 1");
        refused(PrivateFixtures.round(1).setClientMomentum(0.5), "client momentum");
        refused(PrivateFixtures.round(1).setCodec(Codec.F16), "F32 does");
    }

    @Test
    void valuesNeedRoomOnTheGrid() {
        refused(with(terms -> terms.setGridBits(terms.getGridBits() + 2)), "do not fit into 25 bits");
        refused(with(terms -> terms.setGridBits(3)), "needed are 16");
        refused(PrivateFixtures.round(1).setScaleBits(10), "sums are of another scale");
        RoundOpened hidden = PrivateFixtures.hidden(SecureBackend.MASK).build();
        refused(PrivateFixtures.hidden(SecureBackend.MASK).setScaleBits(hidden.getScaleBits() - 1), "another scale");
        refused(PrivateFixtures.hidden(SecureBackend.MASK).setScaleBits(hidden.getScaleBits() + 1), "another scale");
        refused(
                PrivateFixtures.hidden(SecureBackend.MASK)
                        .setSecure(SecureRound.newBuilder(hidden.getSecure())
                                .setValueBits(33)
                                .build()),
                "do not fit into 33 bits");
    }

    @Test
    void aClipThatFollowsTheNormsMayHaveMovedButNotWhereUpdatesAreHidden() {
        ParticipantPrivacySettings adaptive =
                PrivateFixtures.settings().setClipQuantile(0.5).build();
        RoundOpened moved = PrivateFixtures.round(1)
                .setParticipantPrivacy(
                        PrivateFixtures.terms(24, true).setClip(0.4).build())
                .build();
        RoundOpened hidden = PrivateFixtures.hidden(SecureBackend.MASK)
                .setParticipantPrivacy(
                        PrivateFixtures.terms(SecureFixtures.VALUE_BITS, true).build())
                .build();

        assertThat(PrivateRoundCheck.objection(moved, adaptive, Optional.empty()))
                .isEmpty();
        assertThat(PrivateRoundCheck.objection(hidden, adaptive, Optional.empty()))
                .hasValueSatisfying(reason -> assertThat(reason).contains("told in the clear"));
    }

    @Test
    void aSumOfFewerThanShareTheNoiseIsRefused() {
        refused(
                PrivateFixtures.hidden(SecureBackend.RLWE)
                        .setSecure(SecureFixtures.secure(SecureBackend.RLWE)
                                .setGroupMin(2)
                                .build()),
                "it opens sums of as few as 2");
    }

    @Test
    void aSingleUpdateHasOneShareASumAllOfThem() {
        assertThat(PrivateRound.of(PrivateFixtures.round(1).build())
                        .orElseThrow()
                        .cost()
                        .getSeen())
                .isEqualTo(1);
        assertThat(PrivateRound.of(PrivateFixtures.hidden(SecureBackend.PLAIN).build())
                        .orElseThrow()
                        .cost()
                        .getSeen())
                .isEqualTo(1);
        assertThat(PrivateRound.of(PrivateFixtures.hidden(SecureBackend.MASK).build())
                        .orElseThrow()
                        .cost()
                        .getSeen())
                .isEqualTo(PrivateFixtures.SHARES);
    }

    @Test
    void aTreeThatThereCannotBeIsRefused() {
        assertThat(tree(
                        PrivateFixtures.tree(4, 0).build(),
                        PrivateFixtures.tree(3, 0).build()))
                .as("before the first training round")
                .hasValueSatisfying(reason -> assertThat(reason).contains("none for this round"));
        assertThat(tree(
                        PrivateFixtures.tree(4, 5).build(),
                        PrivateFixtures.tree(3, 5).build()))
                .as("in a later round")
                .hasValueSatisfying(reason -> assertThat(reason).contains("none for this round"));
        RoundOpened adaptive = PrivateFixtures.round(4)
                .setParticipantPrivacy(PrivateFixtures.terms(24, true)
                        .setMechanism(NoiseMechanism.TREE)
                        .setTreeFirstRound(4)
                        .setTreeOpenedAtMs(Fixtures.NOW.toEpochMilli())
                        .setTreeLevels(3)
                        .build())
                .build();
        assertThat(PrivateRoundCheck.objection(
                        adaptive,
                        PrivateFixtures.settings()
                                .setMechanism(NoiseMechanism.TREE)
                                .setClipQuantile(0.5)
                                .build(),
                        Optional.empty()))
                .as("whose clip moves")
                .hasValueSatisfying(reason -> assertThat(reason).contains("none for this round"));
        refused(with(terms -> terms.setTreeFirstRound(1)), "its noise is not of one");
    }

    private static Optional<String> tree(RoundOpened round, RoundOpened before) {
        return PrivateRoundCheck.objection(
                round,
                PrivateFixtures.settings().setMechanism(NoiseMechanism.TREE).build(),
                Optional.ofNullable(before));
    }

    @Test
    void aTreeGoesOnOnlyFromTheRoundBefore() {
        RoundOpened first = PrivateFixtures.tree(4, 4).build();
        RoundOpened second = PrivateFixtures.tree(5, 4).build();
        RoundOpened third = PrivateFixtures.tree(6, 4).build();

        assertThat(tree(first, null)).isEmpty();
        assertThat(tree(second, first)).isEmpty();
        assertThat(tree(third, second)).isEmpty();
        assertThat(tree(third, first))
                .hasValueSatisfying(reason -> assertThat(reason).contains("the next round must begin a tree"));
        assertThat(tree(second, PrivateFixtures.tree(4, 3).build())).isPresent();
        assertThat(tree(
                        PrivateFixtures.tree(12, 4).build(),
                        PrivateFixtures.tree(11, 4).build()))
                .hasValueSatisfying(reason -> assertThat(reason).contains("3 levels"));
        RoundOpened used = PrivateFixtures.tree(4, 4).setOpenedAtMs(1).build();
        assertThat(tree(used, null))
                .hasValueSatisfying(reason -> assertThat(reason).contains("may have been used"));
    }
}
