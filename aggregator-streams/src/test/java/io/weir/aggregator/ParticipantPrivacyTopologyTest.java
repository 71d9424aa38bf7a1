package io.weir.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.aggregator.testkit.Federation;
import io.weir.privacy.dp.NoisyGrid;
import io.weir.schemas.model.CommitMetrics;
import io.weir.wire.Codec;
import io.weir.wire.FederationSettings;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacy;
import io.weir.wire.ParticipantPrivacySettings;
import io.weir.wire.PrivacyBudget;
import io.weir.wire.ReasonCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.RoundTask;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import io.weir.wire.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** Rounds that ask participants for noise: room for it, a clip that follows the norms, trees that go on or begin anew. */
class ParticipantPrivacyTopologyTest extends TopologyHarness {
    private static final int BANKS = 4;

    ParticipantPrivacyTopologyTest() {
        super(new Federation(BANKS, 10, 4));
    }

    private static ParticipantPrivacySettings.Builder privacy() {
        return ParticipantPrivacySettings.newBuilder()
                .setMechanism(NoiseMechanism.GAUSSIAN)
                .setNoiseMultiplier(2)
                .setShares(2)
                .setClip(0.5)
                .setClipQuantile(0)
                .setDataRounds(0)
                .setBudget(new PrivacyBudget(50.0, 1e-5));
    }

    private FederationSettings settings(ParticipantPrivacySettings privacy) {
        return FederationSettings.newBuilder(federation.settings(1, false))
                .setRule("fedavg")
                .setQuorum(2)
                .setCodec(Codec.F32)
                .setParticipantPrivacy(privacy)
                .build();
    }

    private RoundOpened open(ParticipantPrivacySettings privacy) {
        create(settings(privacy), BANKS);
        marker(1);
        publish(0, 0);
        return (RoundOpened) rounds().get(0);
    }

    /** Sends updates of some banks; those who are left out are waited for until the deadline. */
    private RoundSealed end(RoundOpened opened, int banks, Map<String, Double> metrics) {
        for (String bank : federation.banks().subList(0, banks)) {
            send(opened, update(opened, bank, metrics));
        }
        if (banks < BANKS) {
            driver.advanceWallClockTime(Duration.ofSeconds(11));
        }
        return (RoundSealed) rounds().get(0);
    }

    private List<Federation.Sent> update(RoundOpened opened, String bank, Map<String, Double> metrics) {
        List<UpdateChunk> chunks = federation.chunks(opened, bank, vector(bank, 0.25f), 1);
        List<Federation.Sent> sent = new ArrayList<>();
        chunks.forEach(chunk -> sent.add(federation.frame(chunk, 0)));
        UpdateCommit commit = federation.sign(
                federation.commit(opened, bank, chunks).setMetrics(metrics).build());
        sent.add(federation.frame(commit, 0));
        return sent;
    }

    /** What is left to it survives a restart. */
    private RoundOpened next(RoundOpened ended) {
        long round = ended.getRound();
        restart();
        marker(round + 1);
        publish(round, round);
        List<SpecificRecord> events = rounds();
        return (RoundOpened) events.get(events.size() - 1);
    }

    @Test
    void aRoundHasRoomForClippedUpdatesAndTheirNoise() {
        RoundOpened opened = open(privacy().build());
        ParticipantPrivacy terms = opened.getParticipantPrivacy();
        NoisyGrid grid = ParticipantTerms.grid(opened, terms);

        assertThat(terms.getClip()).isEqualTo(0.5);
        assertThat(grid.largest()).isLessThan(1 << 24).isGreaterThan(1 << 22);
        assertThat(opened.getScaleBits()).isGreaterThanOrEqualTo(terms.getGridBits());
        assertThat(opened.getWeightMax()).isEqualTo(1);
        double noise = 0.5 * 2 / Math.sqrt(2);
        assertThat(opened.getClippingBound()).isCloseTo(0.5 + noise * (Math.sqrt(10) + 12), within(0.01));
    }

    /** No record of the federation's topics asks anybody for statistics. */
    @Test
    void theFirstRoundTrains() {
        create(settings(privacy().build()), BANKS);
        marker(0);
        marker(1);
        driver.advanceWallClockTime(Duration.ofMillis(100));
        List<SpecificRecord> before = rounds();
        publish(0, 0);

        assertThat(before).isEmpty();
        assertThat(rounds()).singleElement().isInstanceOfSatisfying(RoundOpened.class, opened -> {
            assertThat(opened.getRound()).isEqualTo(1);
            assertThat(opened.getTask()).isEqualTo(RoundTask.TRAINING);
            assertThat(opened.getParticipantPrivacy()).isNotNull();
        });
    }

    @Test
    void aRoundOfStatisticsThatTheOperatorCallsPublicAsksForNoNoise() {
        create(
                FederationSettings.newBuilder(
                                settings(privacy().setPublicStatistics(true).build()))
                        .setManifest(federation.manifest(true))
                        .build(),
                BANKS);
        marker(0);
        driver.advanceWallClockTime(Duration.ofMillis(100));

        assertThat(rounds()).singleElement().isInstanceOfSatisfying(RoundOpened.class, opened -> {
            assertThat(opened.getTask()).isEqualTo(RoundTask.STATISTICS);
            assertThat(opened.getParticipantPrivacy()).isNull();
        });
    }

    @Test
    void sumsHoldEveryStepOfTheGridExactly() {
        RoundOpened opened = open(privacy().build());
        int grid = opened.getParticipantPrivacy().getGridBits();
        float[] values = vector("bank-a", 0);
        values[3] = Math.scalb(8_000_001f, -grid);
        values[4] = Math.scalb(-1f, -grid);
        for (String bank : federation.banks()) {
            values[5] += Math.scalb(1f, -grid); // No two banks send the same.
            send(opened, federation.update(opened, bank, values, 1));
        }

        long step = 1L << (opened.getScaleBits() - grid);
        assertThat(sum(aggregates()))
                .containsExactly(0L, 0L, 0L, 32_000_004 * step, -4 * step, 10 * step, 0L, 0L, 0L, 0L);
    }

    @Test
    void aHonestUpdateIsNotRefusedForItsNoiseAndALargerOneIs() {
        RoundOpened opened = open(privacy().build());
        float[] loud = new float[10];
        Arrays.fill(loud, (float) (opened.getClippingBound() / Math.sqrt(10) * 0.99));
        float[] tooLoud = new float[10];
        Arrays.fill(tooLoud, (float) (opened.getClippingBound() / Math.sqrt(10) * 1.01));
        for (int bank = 0; bank < BANKS; bank++) {
            send(opened, federation.update(opened, federation.banks().get(bank), bank == 3 ? tooLoud : loud, 1));
        }

        Verdict verdict = verdict();

        assertThat(verdict.getAdmitted()).hasSize(3);
        assertThat(verdict.getRejected()).singleElement().satisfies(refused -> assertThat(refused.getReason())
                .isEqualTo(ReasonCode.NORM_ABOVE_BOUND));
    }

    /** C·exp(−0.2(b̃ − γ)) with b̃ = 1/2 + Σ/(2·steps·n), here of three yes and one no. */
    @Test
    void theClipFollowsWhatParticipantsSayOfTheirNorms() {
        RoundOpened opened = open(privacy().setClipQuantile(0.5).build());
        double steps =
                ParticipantTerms.grid(opened, opened.getParticipantPrivacy()).indicatorSteps();
        for (int bank = 0; bank < BANKS; bank++) {
            send(
                    opened,
                    update(
                            opened,
                            federation.banks().get(bank),
                            Map.of(CommitMetrics.CLIP_WITHIN, bank == 0 ? -steps : steps)));
        }
        RoundSealed sealed = (RoundSealed) rounds().get(0);
        Verdict verdict = verdict();
        RoundOpened next = next(opened);

        assertThat(next.getParticipantPrivacy().getClip()).isCloseTo(0.5 * Math.exp(-0.2 * 0.25), within(1e-12));
        ParticipantPrivacy left = ParticipantTerms.after(sealed, verdict).orElseThrow();
        assertThat(ParticipantTerms.contradiction(opened, left, next)).isEmpty();
        next.put(
                next.getSchema().getField("participantPrivacy").pos(),
                ParticipantPrivacy.newBuilder(left).setClip(0.5).build());
        assertThat(ParticipantTerms.contradiction(opened, left, next))
                .hasValueSatisfying(wrong -> assertThat(wrong).contains("clips to 0.5"));
    }

    @Test
    void whatNobodyCanHaveSentMovesTheClipNoFurtherThanNoiseCould() {
        RoundOpened opened = open(privacy().setClipQuantile(0.5).build());
        NoisyGrid grid = ParticipantTerms.grid(opened, opened.getParticipantPrivacy());
        double most = (double) grid.indicatorLargest() / grid.indicatorSteps() / 2;
        end(opened, BANKS, Map.of(CommitMetrics.CLIP_WITHIN, -1e300));

        assertThat(next(opened).getParticipantPrivacy().getClip())
                .isCloseTo(0.5 * Math.exp(Math.min(5, 0.2 * most)), within(1e-9));
    }

    @Test
    void aTreeGoesOnWhileEverybodyCountsAndBeginsAnewAfterSomebodyWasMissing() {
        RoundOpened first = open(privacy().setMechanism(NoiseMechanism.TREE).build());
        end(first, BANKS, Map.of());
        RoundOpened second = next(first);
        RoundSealed missed = end(second, BANKS - 1, Map.of());
        Verdict verdict = verdict();
        RoundOpened third = next(second);

        assertThat(first.getParticipantPrivacy().getTreeFirstRound()).isEqualTo(1);
        assertThat(first.getParticipantPrivacy().getTreeOpenedAtMs()).isEqualTo(first.getOpenedAtMs());
        assertThat(second.getParticipantPrivacy()).isEqualTo(first.getParticipantPrivacy());
        assertThat(third.getParticipantPrivacy().getTreeFirstRound()).isEqualTo(3);
        assertThat(third.getParticipantPrivacy().getTreeOpenedAtMs()).isEqualTo(third.getOpenedAtMs());
        ParticipantPrivacy left = ParticipantTerms.after(missed, verdict).orElseThrow();
        third.put(third.getSchema().getField("participantPrivacy").pos(), second.getParticipantPrivacy());
        assertThat(ParticipantTerms.contradiction(second, left, third))
                .hasValueSatisfying(wrong -> assertThat(wrong).contains("goes on with the tree of round 1"));
    }

    @Test
    void aTreeBeginsAnewAfterARoundThatFailed() {
        RoundOpened first = open(privacy().setMechanism(NoiseMechanism.TREE).build());
        driver.advanceWallClockTime(Duration.ofSeconds(11));
        marker(2);
        List<SpecificRecord> events = rounds();
        RoundOpened second = (RoundOpened) events.get(events.size() - 1);

        assertThat(second.getRound()).isEqualTo(2);
        assertThat(first.getParticipantPrivacy().getTreeFirstRound()).isEqualTo(1);
        assertThat(second.getParticipantPrivacy().getTreeFirstRound()).isEqualTo(2);
    }
}
