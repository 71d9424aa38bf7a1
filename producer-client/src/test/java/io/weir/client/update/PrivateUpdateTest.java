package io.weir.client.update;

import static io.weir.client.Fixtures.BANK_A;
import static io.weir.client.Fixtures.BANK_B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.client.Fixtures;
import io.weir.client.LocalUpdate;
import io.weir.client.PrivateFixtures;
import io.weir.client.TrainingException;
import io.weir.client.privacy.PrivateRound;
import io.weir.privacy.dp.NoisyGrid;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.arrow.PayloadException;
import io.weir.schemas.model.CommitMetrics;
import io.weir.wire.ParticipantPrivacy;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrivateUpdateTest {
    private static final float[] VALUES = {0.1f, -0.2f, 0.3f, 0, 0, 0.05f, -0.05f};
    private static final RoundOpened ROUND = PrivateFixtures.round(1).build();

    private static EncodedUpdate encoded(RoundOpened opened, float... values) throws TrainingException {
        return new UpdateEncoder(BANK_A).encode(opened, new LocalUpdate(values, 480, 480, Map.of("lossAfter", 0.5)));
    }

    private static double[] steps(RoundOpened opened, EncodedUpdate update) throws PayloadException {
        double[] steps = new double[VALUES.length];
        for (UpdateChunk chunk : update.chunks()) {
            float[] values = new float[chunk.getLength()];
            ArrowCodecs.decodeFloats(chunk.getCodec(), chunk.getPayload(), values.length, values, 0);
            for (int i = 0; i < values.length; i++) {
                steps[(int) chunk.getFirstParameter() + i] = Math.scalb(
                        (double) values[i], opened.getParticipantPrivacy().getGridBits());
            }
        }
        return steps;
    }

    private static double[] noise(RoundOpened opened, float... values) throws Exception {
        double[] steps = steps(opened, encoded(opened, values));
        for (int i = 0; i < steps.length; i++) {
            steps[i] -= Math.rint(Math.scalb(
                    (double) values[i], opened.getParticipantPrivacy().getGridBits()));
        }
        return steps;
    }

    @Test
    void whatIsPublishedIsAWholeNumberOfStepsWithNoiseInEveryOne() throws Exception {
        double[] steps = steps(ROUND, encoded(ROUND, VALUES));

        for (double step : steps) {
            assertThat(step).isEqualTo(Math.rint(step));
        }
        assertThat(noise(ROUND, VALUES)).doesNotContain(0);
    }

    @Test
    void eachParticipantAddsItsShareOfTheVariance() throws Exception {
        NoisyGrid grid = PrivateRound.of(ROUND).orElseThrow().grid();
        double squares = 0;
        for (int round = 1; round <= 500; round++) {
            for (double draw : noise(PrivateFixtures.round(round).build(), VALUES)) {
                squares += draw * draw;
            }
        }

        double share = 1.5 * grid.l2Bound() / Math.sqrt(3);
        assertThat(squares / 500 / VALUES.length / (share * share)).isCloseTo(1, within(0.1));
    }

    @Test
    void theSameUpdateIsTheSameBytesAgain() throws Exception {
        assertThat(encoded(ROUND, VALUES).commit())
                .isEqualTo(encoded(ROUND, VALUES).commit());
    }

    @Test
    void anotherUpdateAnotherRoundAndAnotherBankHaveOtherNoise() throws Exception {
        float[] other = VALUES.clone();
        other[6] = 0;
        double[] noise = noise(ROUND, VALUES);
        long[] ofA = NoisySteps.of(ROUND, VALUES, BANK_A);

        assertThat(noise(ROUND, other)).isNotEqualTo(noise);
        assertThat(noise(PrivateFixtures.round(2).build(), VALUES)).isNotEqualTo(noise);
        assertThat(NoisySteps.of(ROUND, VALUES, BANK_B)).isNotEqualTo(ofA);
    }

    /** What differs is in the last block of what is hashed. */
    @Test
    void anotherUpdateHasOtherNoiseWhereverItDiffers() throws Exception {
        RoundOpened opened = PrivateFixtures.round(1).setParameterCount(20_000).build();
        float[] values = new float[20_000];
        long[] noise = NoisySteps.of(opened, values, BANK_A);
        values[19_999] = 0.25f;
        long[] other = NoisySteps.of(opened, values, BANK_A);

        assertThat(Arrays.copyOf(other, 10_000)).isNotEqualTo(Arrays.copyOf(noise, 10_000));
    }

    @Test
    void anotherTreeHasOtherNoise() throws Exception {
        RoundOpened.Builder first = PrivateFixtures.tree(4, 4);
        long[] noise = NoisySteps.of(first.build(), VALUES, BANK_A);

        assertThat(NoisySteps.of(
                        first.setParticipantPrivacy(ParticipantPrivacy.newBuilder(first.getParticipantPrivacy())
                                        .setTreeOpenedAtMs(Fixtures.NOW.toEpochMilli() + 1)
                                        .build())
                                .build(),
                        VALUES,
                        BANK_A))
                .as("begun at another time")
                .isNotEqualTo(noise);
        assertThat(NoisySteps.of(PrivateFixtures.tree(5, 5).build(), VALUES, BANK_A))
                .as("begun in another round")
                .isNotEqualTo(noise);
        assertThat(NoisySteps.of(
                        PrivateFixtures.tree(4, 4).setFederation("another").build(), VALUES, BANK_A))
                .as("of another federation")
                .isNotEqualTo(noise);
        assertThat(NoisySteps.of(PrivateFixtures.tree(4, 4).build(), VALUES, BANK_A))
                .as("the same")
                .isEqualTo(noise);
    }

    @Test
    void nothingElseIsToldOfTheParticipant() throws Exception {
        EncodedUpdate update = encoded(ROUND, VALUES);

        assertThat(update.commit().getExamples()).isEqualTo(1);
        assertThat(update.commit().getWeight()).isEqualTo(1);
        assertThat(update.commit().getMetrics()).isEmpty();
    }

    @Test
    void aLongUpdateIsClippedBeforeTheNoise() throws Exception {
        long bound = PrivateRound.of(ROUND).orElseThrow().grid().l2Bound();
        double sum = 0;
        for (int round = 1; round <= 400; round++) {
            RoundOpened opened = PrivateFixtures.round(round).build();
            sum += NoisySteps.of(opened, new float[] {900, 0, 0, 0, 0, 0, 0}, BANK_A)[0];
        }

        assertThat(sum / 400 / bound).isCloseTo(1, within(0.2));
    }

    @Test
    void whatHasNoRoomIsRefusedAndNotCutOff() throws Exception {
        PrivateRound round = PrivateRound.of(ROUND).orElseThrow();
        long largest = round.grid().largest();

        PrivateUpdate.requireRoom(round, new long[] {0, -largest, largest});

        assertThatThrownBy(() -> PrivateUpdate.requireRoom(round, new long[] {0, -largest - 1}))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("has no room");
    }

    @Test
    void theAnswerWhetherItWasWithinTheClipIsUnderNoiseToo() throws Exception {
        NoisyGrid grid = new NoisyGrid(
                0.5, 1.5, 3, 7, 1, true, PrivateFixtures.terms(25, true).getGridBits());
        double steps = grid.indicatorSteps();
        double within = 0;
        double beyond = 0;
        double squares = 0;
        for (int round = 1; round <= 300; round++) {
            RoundOpened opened = PrivateFixtures.round(round)
                    .setParticipantPrivacy(PrivateFixtures.terms(25, true).build())
                    .build();
            double yes = encoded(opened, VALUES).commit().getMetrics().get(CommitMetrics.CLIP_WITHIN);
            within += yes;
            squares += (yes - steps) * (yes - steps);
            beyond += encoded(opened, 1, 1, 1, 1, 1, 1, 1).commit().getMetrics().get(CommitMetrics.CLIP_WITHIN);
        }

        assertThat(within / 300 / steps).isCloseTo(1, within(0.7));
        assertThat(beyond / 300 / steps).isCloseTo(-1, within(0.7));
        assertThat(squares / 300 / (grid.localDeviation() * grid.localDeviation()))
                .isCloseTo(1, within(0.4));
    }

    @Test
    void updatesOfATreeTakeBackTheNoiseThatWasAddedBefore() throws Exception {
        double two = 0;
        double four = 0;
        long[] running = new long[VALUES.length];
        for (int tree = 0; tree < 300; tree++) {
            Arrays.fill(running, 0);
            for (int step = 0; step < 4; step++) {
                long[] update = NoisySteps.of(
                        PrivateFixtures.tree(tree * 4 + 1 + step, tree * 4 + 1).build(), new float[7], BANK_A);
                for (int i = 0; i < update.length; i++) {
                    running[i] += update[i];
                    two += step == 1 ? (double) running[i] * running[i] : 0;
                    four += step == 3 ? (double) running[i] * running[i] : 0;
                }
            }
        }
        double local = PrivateRound.of(ROUND).orElseThrow().grid().localDeviation();

        assertThat(two / 300 / 7 / (local * local)).isCloseTo(1, within(0.1));
        assertThat(four / 300 / 7 / (local * local)).as("one node, not four").isCloseTo(1, within(0.1));
    }
}
