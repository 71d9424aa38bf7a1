package io.weir.client.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.client.Fixtures;
import io.weir.client.PrivateFixtures;
import io.weir.privacy.dp.NoisyGrid;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacy;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.SecureBackend;
import io.weir.wire.SharedNoise;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PrivateRoundTest {
    private static PrivateRound of(RoundOpened.Builder opened) {
        return PrivateRound.of(opened.build()).orElseThrow();
    }

    private static PrivateRound with(UnaryOperator<ParticipantPrivacy.Builder> change) {
        return of(PrivateFixtures.round(6)
                .setParticipantPrivacy(
                        change.apply(PrivateFixtures.terms(25, false)).build()));
    }

    private static PrivateRound tree() {
        return with(terms -> terms.setMechanism(NoiseMechanism.TREE)
                .setTreeFirstRound(4)
                .setTreeLevels(3)
                .setDataRounds(2));
    }

    @Test
    void aRoundOfStatisticsHasNoNoiseWhateverItAnnounces() {
        assertThat(PrivateRound.of(
                        PrivateFixtures.round(0).setTask(RoundTask.STATISTICS).build()))
                .isEmpty();
    }

    @Test
    void itsCostIsAllThatTheAccountantNeedsOfTheAnnouncement() {
        assertThat(tree().cost())
                .isEqualTo(SharedNoise.newBuilder()
                        .setMechanism(NoiseMechanism.TREE)
                        .setNoiseMultiplier(PrivateFixtures.NOISE)
                        .setLocalSigma(16)
                        .setShares(PrivateFixtures.SHARES)
                        .setSeen(1)
                        .setDimension(Fixtures.TRAINABLE)
                        .setDataRounds(2)
                        .setTreeFirstRound(4)
                        .setRounds(1)
                        .build());
    }

    @Test
    void theAnswerWhetherTheNormLayWithinTheClipIsOneMoreValue() {
        assertThat(with(terms -> terms.setClipQuantile(0.5)).cost().getDimension())
                .isEqualTo(Fixtures.TRAINABLE + 1);
    }

    @Test
    void eachBackEndThatHidesUpdatesShowsSumsOfAllShares() {
        assertThat(of(PrivateFixtures.hidden(SecureBackend.RLWE)).cost().getSeen())
                .isEqualTo(PrivateFixtures.SHARES);
        assertThat(of(PrivateFixtures.hidden(SecureBackend.MASK)).cost().getSeen())
                .isEqualTo(PrivateFixtures.SHARES);
    }

    @Test
    void itsGridHasRoomForTheNoiseOfAllLevelsOfATree() {
        NoisyGrid one = with(terms -> terms).grid();

        assertThat(tree().grid().nodes()).isEqualTo(3);
        assertThat(tree().grid().largest()).isGreaterThan(one.largest());
        assertThat(one.nodes()).isEqualTo(1);
        assertThat(one.shares()).isEqualTo(PrivateFixtures.SHARES);
        assertThat(tree().treeStep()).isEqualTo(3);
    }
}
