package io.weir.client.update;

import static io.weir.client.SecureFixtures.BANKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.client.LocalUpdate;
import io.weir.client.SecureFixtures;
import io.weir.client.SecureFixtures.Bank;
import io.weir.client.TrainingException;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.privacy.identity.Signatures;
import io.weir.schemas.Bytes;
import io.weir.schemas.arrow.RingCodecs;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.Codec;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.SecureBackend;
import io.weir.wire.ShareEnvelope;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateShares;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HiddenUpdateTest {
    private static final Bank BANK = BANKS.get(0);
    private static final RoundOpened PLAIN =
            SecureFixtures.round(SecureBackend.PLAIN).build();
    private static final RoundOpened MASK =
            SecureFixtures.round(SecureBackend.MASK).build();

    private static int[] numbers(EncodedUpdate update) {
        return update.chunks().stream().flatMapToInt(HiddenUpdateTest::numbers).toArray();
    }

    private static IntStream numbers(UpdateChunk chunk) {
        long[] words = new long[chunk.getLength()];
        RingCodecs.decode(Codec.MASKED, chunk.getPayload(), words.length, words);
        return Arrays.stream(words).mapToInt(word -> (int) word);
    }

    private static int[] expected(float[] values, int weight, int scaleBits) {
        int[] numbers = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            numbers[i] = (int) Math.rint((double) values[i] * weight * (1L << scaleBits));
        }
        return numbers;
    }

    @Test
    void valuesAreMultipliedByTheWeightAndRoundedToTheRoundsFixedPoint() throws Exception {
        EncodedUpdate update = BANK.update(PLAIN, BANK.values(), 7);

        assertThat(numbers(update)).containsExactly(expected(BANK.values(), 7, PLAIN.getScaleBits()));
        assertThat(update.chunks()).extracting(UpdateChunk::getWeight).containsOnly(7);
        assertThat(update.chunks()).extracting(UpdateChunk::getLength).containsExactly(3, 3, 1);
        assertThat(update.chunks()).extracting(UpdateChunk::getFirstParameter).containsExactly(0L, 3L, 6L);
    }

    @Test
    void aLongDifferenceIsClippedAndAHeavyOneWeighsNoMoreThanItMay() throws Exception {
        float[] values = {3, 0, 4, 0, 0, 0, 0};

        int[] numbers = numbers(BANK.update(PLAIN, values, 1_000_000));

        double unit = 100.0 * (1L << PLAIN.getScaleBits());
        assertThat(numbers[0] / unit).isBetween(0.5999, 0.6);
        assertThat(numbers[2] / unit).isBetween(0.7999, 0.8);
    }

    @Test
    void statisticsAreSentAsTheWholeNumbersThatTheyAre() throws Exception {
        RoundOpened statistics = SecureFixtures.round(SecureBackend.PLAIN)
                .setTask(RoundTask.STATISTICS)
                .setScaleBits(0)
                .setClippingBound(1e9)
                .build();
        float[] counts = {65535, -65535, 12, 0, 1, 2, 3};

        EncodedUpdate update = BANK.update(statistics, counts, 50);

        assertThat(numbers(update)).containsExactly(65535, -65535, 12, 0, 1, 2, 3);
        assertThat(update.commit().getWeight()).isEqualTo(1);
    }

    @Test
    void aValueThatDoesNotFitIsAnErrorAndNotAWrongSum() {
        RoundOpened statistics = SecureFixtures.round(SecureBackend.PLAIN)
                .setTask(RoundTask.STATISTICS)
                .setScaleBits(0)
                .setClippingBound(1e9)
                .build();
        float[] counts = {1 << (SecureFixtures.VALUE_BITS - 1), 0, 0, 0, 0, 0, 0};

        assertThatThrownBy(() -> BANK.update(statistics, counts, 1))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("does not fit");
    }

    @Test
    void theCommitSaysNothingOfTheValues() throws Exception {
        EncodedUpdate update = BANK.update(MASK);

        assertThat(update.commit().getMetrics()).isEmpty();
        assertThat(update.commit().getL2Norm()).isZero();
        assertThat(update.commit().getExamples()).isEqualTo(40);
        assertThat(numbers(update)).doesNotContain(numbers(BANK.update(PLAIN)));
    }

    @Test
    void theCommitNamesTheSharesWhichAreSigned() throws Exception {
        EncodedUpdate update = BANK.update(MASK);
        UpdateShares shares = update.shares().orElseThrow();
        byte[] hash = SecureDigests.shares(shares);
        byte[] signature = Bytes.copy(shares.getSignature());

        assertThat(update.commit().getSharesHash()).isEqualTo(ByteBuffer.wrap(hash));
        assertThat(shares.getEnvelopes())
                .extracting(ShareEnvelope::getMember)
                .containsExactlyElementsOf(MASK.getSecure().getCommittee());
        assertThat(Signatures.verify(BANK.identity().publicKey(), shares.getSignatureAlgorithm(), hash, signature))
                .isTrue();
        byte[] commitSignature = Bytes.copy(update.commit().getSignature());
        assertThat(Signatures.verify(
                        BANK.identity().publicKey(),
                        update.commit().getSignatureAlgorithm(),
                        Digests.commitDigest(update.commit()),
                        commitSignature))
                .isTrue();
    }

    @Test
    void whatHidesNothingHasNoSharesToSend() throws Exception {
        EncodedUpdate update = BANK.update(PLAIN);

        assertThat(update.shares()).isEmpty();
        assertThat(update.commit().getSharesHash().remaining()).isEqualTo(32);
    }

    @Test
    void theSameUpdateIsHiddenUnderOtherSecretsASecondTime() throws Exception {
        assertThat(numbers(BANK.update(MASK))).isNotEqualTo(numbers(BANK.update(MASK)));
    }

    @Test
    void falsifiedValuesGoOutAsFarAsTheRingAllows() throws Exception {
        UpdateInterceptor scaled = new UpdateInterceptor() {
            @Override
            public float[] beforeEncoding(RoundOpened opened, float[] values) {
                return new float[] {1e30f, -1e30f, Float.NaN, 0, 0, 0, 0};
            }
        };

        int[] numbers = numbers(BANK.encoder(scaled).encode(PLAIN, new LocalUpdate(BANK.values(), 40, 10, Map.of())));

        int limit = 1 << (SecureFixtures.VALUE_BITS - 1);
        assertThat(Arrays.copyOf(numbers, 3)).containsExactly(limit - 1, -limit, 0);
    }

    @Test
    void aParticipantWithoutKeysDoesNotSendInTheOpen() {
        UpdateEncoder without = new UpdateEncoder(BANK.identity());

        assertThatThrownBy(() -> without.encode(MASK, new LocalUpdate(BANK.values(), 40, 10, Map.of())))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("participant.secure.key");
    }

    @Test
    void aKeyOfSmallOrderLeavesTheRoundOut() {
        List<ParticipantKeys> keys = new ArrayList<>(MASK.getSecure().getKeys());
        keys.set(
                4,
                ParticipantKeys.newBuilder(keys.get(4))
                        .setHpkeKey(ByteBuffer.wrap(new byte[32]))
                        .build());
        RoundOpened opened = SecureFixtures.round(SecureBackend.MASK)
                .setSecure(
                        SecureFixtures.secure(SecureBackend.MASK).setKeys(keys).build())
                .build();

        assertThatThrownBy(() -> BANK.update(opened))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("cannot be hidden");
    }
}
