package io.weir.client.update;

import static io.weir.client.Fixtures.BANK_A;
import static io.weir.client.Fixtures.round;
import static io.weir.client.Fixtures.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.client.LocalUpdate;
import io.weir.client.TrainingException;
import io.weir.client.intercept.DraftUpdate;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.privacy.identity.Signatures;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.Digests;
import io.weir.wire.PrivacySpent;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateEncoderTest {
    private static final RoundOpened OPENED = round(1).build();
    private final UpdateEncoder encoder = new UpdateEncoder(BANK_A);

    private static float[] decoded(EncodedUpdate update) {
        return Decoding.decode(update.chunks());
    }

    private static boolean isSigned(UpdateCommit commit) {
        byte[] signature = Bytes.copy(commit.getSignature());
        return Signatures.verify(
                BANK_A.publicKey(), commit.getSignatureAlgorithm(), Digests.commitDigest(commit), signature);
    }

    private static LocalUpdate with(float[] values, long examples, int weight) {
        return new LocalUpdate(values, examples, weight, Map.of());
    }

    @Test
    void encodesADifferenceWithinTheBoundAsItIs() throws Exception {
        EncodedUpdate encoded = encoder.encode(OPENED, update());

        assertThat(decoded(encoded)).containsExactly(update().values());
        assertThat(encoded.commit().getL2Norm()).isCloseTo(Math.sqrt(0.1925), within(1e-7));
    }

    @Test
    void describesEveryChunk() throws Exception {
        EncodedUpdate encoded = encoder.encode(OPENED, update());

        assertThat(encoded.chunks())
                .extracting(UpdateChunk::getChunkIndex, UpdateChunk::getFirstParameter, UpdateChunk::getLength)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0, 0L, 3),
                        org.assertj.core.groups.Tuple.tuple(1, 3L, 3),
                        org.assertj.core.groups.Tuple.tuple(2, 6L, 1));
        assertThat(encoded.chunks()).allSatisfy(chunk -> {
            assertThat(chunk.getParticipant()).isEqualTo("bank-a");
            assertThat(chunk.getRound()).isEqualTo(1);
            assertThat(chunk.getBaseVersion()).isZero();
            assertThat(chunk.getChunkCount()).isEqualTo(3);
            assertThat(chunk.getWeight()).isEqualTo(40);
        });
    }

    @Test
    void theCommitNamesEveryChunkAndIsSigned() throws Exception {
        PrivacySpent spent = new PrivacySpent(1.5, 1e-5);
        LocalUpdate update = new LocalUpdate(update().values(), 40, 40, Map.of("lossAfter", 0.5), spent);

        UpdateCommit commit = encoder.encode(OPENED, update).commit();

        assertThat(commit.getChunkHashes()).hasSize(3);
        assertThat(commit.getBaseDigest()).isEqualTo(OPENED.getBaseDigest());
        assertThat(commit.getExamples()).isEqualTo(40);
        assertThat(commit.getMetrics()).isEqualTo(Map.of("lossAfter", 0.5));
        assertThat(commit.getPrivacySpent()).isEqualTo(spent);
        assertThat(isSigned(commit)).isTrue();
    }

    @Test
    void clipsADifferenceAboveTheBoundWithoutTurningIt() throws Exception {
        float[] values = {3, 0, 4, 0, 0, 0, 0};

        EncodedUpdate encoded = encoder.encode(OPENED, with(values, 1, 1));

        assertThat(decoded(encoded)[0]).isCloseTo(0.6f, within(1e-6f));
        assertThat(decoded(encoded)[2]).isCloseTo(0.8f, within(1e-6f));
        assertThat(encoded.commit().getL2Norm()).isLessThanOrEqualTo(1).isGreaterThan(0.999999);
        assertThat(values).as("the trainer's array").containsExactly(3, 0, 4, 0, 0, 0, 0);
    }

    @Test
    void lowersTheWeightToTheRoundsLargest() throws Exception {
        UpdateCommit commit = encoder.encode(OPENED, with(update().values(), 1_000_000, 1_000_000))
                .commit();

        assertThat(commit.getWeight()).isEqualTo(100);
        assertThat(commit.getExamples()).isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refusesAValueThatIsNotFiniteAndNamesItsIndex(float bad) {
        float[] values = update().values();
        values[4] = bad;

        assertThatThrownBy(() -> encoder.encode(OPENED, with(values, 1, 1)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("NaN or infinity at index 4");
    }

    @Test
    void refusesAVectorOfAnotherLength() {
        assertThatThrownBy(() -> encoder.encode(OPENED, with(new float[6], 1, 1)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("returned 6 values, round 1 asks for 7");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void refusesAWeightBelowOne(int weight) {
        assertThatThrownBy(() -> encoder.encode(OPENED, with(update().values(), 1, weight)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("weight " + weight);
    }

    @Test
    void neverShortensStatistics() throws Exception {
        float[] sums = {1000, 2000, 0, 0, 0, 0, 0};
        RoundOpened wide =
                round(0).setTask(RoundTask.STATISTICS).setClippingBound(1e6).build();
        RoundOpened narrow =
                round(0).setTask(RoundTask.STATISTICS).setClippingBound(10).build();

        assertThat(decoded(encoder.encode(wide, with(sums, 5, 5)))).containsExactly(sums);
        assertThat(encoder.encode(wide, with(sums, 5, 5)).commit().getWeight()).isEqualTo(1);
        assertThatThrownBy(() -> encoder.encode(narrow, with(sums, 5, 5)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("the operator must allow more");
    }

    @Test
    void theSameInputGivesTheSameBytes() throws Exception {
        EncodedUpdate once = encoder.encode(OPENED, update());
        EncodedUpdate again = encoder.encode(OPENED, update());

        assertThat(again).isEqualTo(once);
    }

    @Test
    void anInterceptorGetsPastTheClientsOwnChecks() throws Exception {
        UpdateInterceptor attack = new UpdateInterceptor() {
            @Override
            public float[] beforeEncoding(RoundOpened opened, float[] values) {
                float[] bad = values.clone();
                bad[0] = Float.NaN;
                bad[1] = 1e6f;
                return bad;
            }
        };

        EncodedUpdate encoded = new UpdateEncoder(BANK_A, attack).encode(OPENED, update());

        assertThat(decoded(encoded)[0]).isNaN();
        assertThat(decoded(encoded)[1]).isEqualTo(1e6f);
        assertThat(isSigned(encoded.commit())).isTrue();
    }

    @Test
    void anInterceptorMaySendAnotherShape() throws Exception {
        UpdateInterceptor attack = new UpdateInterceptor() {
            @Override
            public float[] beforeEncoding(RoundOpened opened, float[] values) {
                return Arrays.copyOf(values, 10);
            }
        };

        EncodedUpdate encoded = new UpdateEncoder(BANK_A, attack).encode(OPENED, update());

        assertThat(encoded.chunks()).hasSize(4);
        assertThat(encoded.commit().getChunkCount()).isEqualTo(4);
        assertThat(isSigned(encoded.commit())).isTrue();
    }

    @Test
    void whatAnInterceptorClaimsIsSigned() throws Exception {
        UpdateInterceptor attack = new UpdateInterceptor() {
            @Override
            public DraftUpdate beforeSigning(RoundOpened opened, DraftUpdate draft) {
                List<UpdateChunk> chunks = draft.chunks().stream()
                        .map(chunk ->
                                UpdateChunk.newBuilder(chunk).setBaseVersion(-7).build())
                        .toList();
                return new DraftUpdate(chunks, draft.commit().setBaseVersion(-7));
            }
        };

        EncodedUpdate encoded = new UpdateEncoder(BANK_A, attack).encode(OPENED, update());

        assertThat(encoded.chunks()).allMatch(chunk -> chunk.getBaseVersion() == -7);
        assertThat(encoded.commit().getBaseVersion()).isEqualTo(-7);
        assertThat(isSigned(encoded.commit())).isTrue();
    }

    @Test
    void aCommitGoesOnlyToPartitionsThatHoldAChunk() throws Exception {
        RoundOpened manyPartitions = round(1).setPartitions(8).build();

        EncodedUpdate encoded = encoder.encode(manyPartitions, update());

        assertThat(encoded.commitPartitions()).isEqualTo(3);
        assertThat(encoded.partition(2)).isEqualTo(2);
        assertThat(encoder.encode(OPENED, update()).commitPartitions()).isEqualTo(2);
    }
}
