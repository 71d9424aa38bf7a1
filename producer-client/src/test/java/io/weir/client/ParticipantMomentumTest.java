package io.weir.client;

import static io.weir.client.Fixtures.BANK_A;
import static io.weir.client.Fixtures.BANK_B;
import static io.weir.client.Fixtures.TOPICS;
import static io.weir.client.Fixtures.head;
import static io.weir.client.Fixtures.round;
import static io.weir.client.Fixtures.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.client.update.EncodedUpdate;
import io.weir.client.update.UpdateEncoder;
import io.weir.schemas.Keys;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.digest.Digests;
import io.weir.wire.Codec;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a bank publishes in a federation with client momentum, whether it went on running or was started again. */
@Timeout(30)
class ParticipantMomentumTest {
    private static final double BETA = 0.75;
    private static final int ROUNDS = 4;

    /** Another direction in every round. */
    private static LocalUpdate trained(long round) {
        float[] values = new float[Fixtures.TRAINABLE];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.3f * (float) StrictMath.sin((double) (round * 7 + i));
        }
        return new LocalUpdate(values, 40, 40, Map.of());
    }

    private static RoundOpened opened(long round, Codec codec) {
        return round(round).setClientMomentum(BETA).setCodec(codec).build();
    }

    private static FakeKafka federation() {
        FakeKafka kafka = new FakeKafka().federation(ROUNDS).model(0);
        for (int round = 1; round <= ROUNDS; round++) {
            kafka.topic(TOPICS.roundUpdates(round), 2);
        }
        return kafka;
    }

    private static Scenario scenario(FakeKafka kafka) {
        Scenario scenario = new Scenario(kafka);
        scenario.trainer = task -> trained(task.round());
        return scenario;
    }

    /** Seals a round with the update that bank A committed to last. */
    private static RoundSealed sealedWithOurs(FakeKafka kafka, RoundOpened opened) {
        List<UpdateCommit> commits = kafka.sent(UpdateCommit.class);
        ByteBuffer digest = ByteBuffer.wrap(Digests.commitDigest(commits.get(commits.size() - 1)));
        return RoundSealed.newBuilder(sealed(opened))
                .setUpdates(List.of(new SealedUpdate(BANK_A.name(), digest, 40, 40L, Map.of(), ByteBuffer.allocate(0))))
                .build();
    }

    private static List<ByteBuffer> records(FakeKafka kafka) {
        return kafka.sent().stream()
                .map(ProducerRecord::value)
                .map(ByteBuffer::wrap)
                .toList();
    }

    private static float[] values(FakeKafka kafka, long round) {
        float[] values = new float[Fixtures.TRAINABLE];
        for (UpdateChunk chunk : kafka.sent(UpdateChunk.class)) {
            if (chunk.getRound() == round) {
                ArrowCodecs.decodeFloats(chunk.getCodec(), chunk.getPayload(), chunk.getLength(), values, (int)
                        chunk.getFirstParameter());
            }
        }
        return values;
    }

    private static float[] momentum(float[] before, LocalUpdate trained) {
        float[] values = new float[before.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (BETA * before[i] + (1 - BETA) * trained.values()[i]);
        }
        return values;
    }

    /** Plays round 1 and seals it with bank A's update. */
    private static FakeKafka afterRound1() throws InterruptedException {
        FakeKafka kafka = federation().round(1, opened(1, Codec.F32));
        scenario(kafka).runUntil("published 1");
        return kafka.round(1, sealedWithOurs(kafka, opened(1, Codec.F32))).model(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "INT8"})
    void aBankThatIsRestartedBetweenRoundsPublishesTheSameBits(Codec codec) throws Exception {
        FakeKafka throughout = federation().round(1, opened(1, codec));
        scenario(throughout).runReacting(event -> {
            for (long round = 1; round <= ROUNDS; round++) {
                if (event.equals("published " + round + " in 3")) {
                    throughout
                            .round(round, sealedWithOurs(throughout, opened(round, codec)))
                            .model(round);
                    if (round < ROUNDS) {
                        throughout.round(round + 1, opened(round + 1, codec));
                    }
                }
            }
        });
        FakeKafka restarted = federation();
        for (long round = 1; round <= ROUNDS; round++) {
            restarted.round(round, opened(round, codec));
            scenario(restarted).runUntil("published " + round);
            restarted
                    .round(round, sealedWithOurs(restarted, opened(round, codec)))
                    .model(round);
        }

        assertThat(records(restarted)).isEqualTo(records(throughout));
    }

    @Test
    void aBankThatRunsOnTakesTheUpdateThatASealNamesAndNotTheOneItSentLast() throws Exception {
        FakeKafka kafka = federation().round(1, opened(1, Codec.F32));

        scenario(kafka).runReacting(event -> {
            switch (event) {
                case "published 1 in 3" ->
                    kafka.round(1, sealedWithOurs(kafka, opened(1, Codec.F32)))
                            .model(1)
                            .round(2, opened(2, Codec.F32));
                case "published 2 in 3" ->
                    kafka.round(2, sealed(opened(2, Codec.F32))).model(2).round(3, opened(3, Codec.F32));
                case "published 3 in 3" ->
                    kafka.round(3, sealedWithOurs(kafka, opened(3, Codec.F32)))
                            .model(3)
                            .round(4, opened(4, Codec.F32));
                case "published 4 in 3" ->
                    kafka.round(4, sealed(opened(4, Codec.F32))).model(4);
                default -> {}
            }
        });

        assertThat(values(kafka, 3)).containsExactly(momentum(values(kafka, 1), trained(3)));
        assertThat(values(kafka, 4)).containsExactly(momentum(values(kafka, 3), trained(4)));
    }

    @Test
    void theFirstUpdateIsTheNewSharesOnly() throws Exception {
        FakeKafka kafka = afterRound1();

        assertThat(values(kafka, 1)).containsExactly(momentum(new float[Fixtures.TRAINABLE], trained(1)));
    }

    @Test
    void aLaterUpdateKeepsAShareOfWhatWasPublishedBefore() throws Exception {
        FakeKafka kafka = afterRound1().round(2, opened(2, Codec.F32));

        scenario(kafka).runUntil("published 2");

        assertThat(values(kafka, 2)).containsExactly(momentum(values(kafka, 1), trained(2)));
    }

    @Test
    void aRoundThatWasSealedWithoutTheBankIsPassedOver() throws Exception {
        FakeKafka kafka =
                afterRound1().round(2, sealed(opened(2, Codec.F32))).model(2).round(3, opened(3, Codec.F32));

        scenario(kafka).runUntil("published 3");

        assertThat(values(kafka, 3)).containsExactly(momentum(values(kafka, 1), trained(3)));
    }

    @Test
    void anUpdateFromBeforeTheWindowIsForgotten() throws Exception {
        FakeKafka kafka = afterRound1().topic(TOPICS.roundUpdates(11), 2).topic(TOPICS.roundUpdates(12), 2);
        RoundOpened last = RoundOpened.newBuilder(opened(11, Codec.F32))
                .setBaseVersion(1)
                .setBaseDigest(head(1).getDigest())
                .build();
        RoundOpened beyond = RoundOpened.newBuilder(last)
                .setRound(12)
                .setTopic(TOPICS.roundUpdates(12))
                .build();
        kafka.round(11, last).round(12, beyond);

        scenario(kafka).runUntil("published 12");

        assertThat(values(kafka, 11)).containsExactly(momentum(values(kafka, 1), trained(11)));
        assertThat(values(kafka, 12)).containsExactly(momentum(new float[Fixtures.TRAINABLE], trained(12)));
    }

    @Test
    void aTopicThatIsGoneLetsMomentumBeginAnew() throws Exception {
        FakeKafka kafka = federation()
                .round(
                        1,
                        sealed(
                                RoundOpened.newBuilder(opened(1, Codec.F32))
                                        .setTopic("removed")
                                        .build(),
                                BANK_A.name()))
                .model(1)
                .round(2, opened(2, Codec.F32));

        scenario(kafka).runUntil("published 2");

        assertThat(values(kafka, 2)).containsExactly(momentum(new float[Fixtures.TRAINABLE], trained(2)));
    }

    @Test
    void othersRecordsUnderTheBanksKeysDoNotEnterItsMomentum() throws Exception {
        FakeKafka kafka = federation();
        EncodedUpdate forged = new UpdateEncoder(BANK_B).encode(opened(1, Codec.F32), trained(9));
        for (int partition = 0; partition < forged.commitPartitions(); partition++) {
            kafka.append(TOPICS.roundUpdates(1), partition, Keys.commit(BANK_A.name()), forged.commit());
        }
        forge(kafka, forged);
        kafka.round(1, opened(1, Codec.F32));
        scenario(kafka).runUntil("published 1");
        forge(kafka, forged);
        kafka.round(1, sealedWithOurs(kafka, opened(1, Codec.F32))).model(1).round(2, opened(2, Codec.F32));

        scenario(kafka).runUntil("published 2");

        assertThat(values(kafka, 2)).containsExactly(momentum(values(kafka, 1), trained(2)));
    }

    private static void forge(FakeKafka kafka, EncodedUpdate forged) {
        for (UpdateChunk chunk : forged.chunks()) {
            kafka.append(
                    TOPICS.roundUpdates(1),
                    forged.partition(chunk.getChunkIndex()),
                    Keys.chunk(BANK_A.name(), chunk.getChunkIndex()),
                    chunk);
        }
    }

    @Test
    void aRoundWithoutMomentumTakesTheUpdateAsItIs() throws Exception {
        FakeKafka kafka = afterRound1().round(2, round(2).build());

        scenario(kafka).runUntil("published 2");

        assertThat(values(kafka, 2)).containsExactly(trained(2).values());
    }
}
