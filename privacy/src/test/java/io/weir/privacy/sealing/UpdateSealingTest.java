package io.weir.privacy.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.privacy.hpke.HpkeKeyPair;
import io.weir.privacy.hpke.HpkePublicKey;
import io.weir.privacy.identity.KeyType;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.sealing.UpdateOpener.Opening;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateSealingTest {
    private static final byte[] ROUND = new byte[32];
    private static final SealingContext CONTEXT = new SealingContext(ROUND, "bank-a", 7, 2);
    private static final List<byte[]> PAYLOADS = List.of("first payload".getBytes(UTF_8), new byte[5000]);

    private final HpkeKeyPair one = HpkeKeyPair.generate();
    private final HpkeKeyPair two = HpkeKeyPair.generate();
    private final List<HpkePublicKey> keys = List.of(one.publicKey(), two.publicKey());
    private final ParticipantIdentity identity = identity(KeyType.ED25519);
    private final UpdateSealer sealer = new UpdateSealer(identity::secret);
    private final List<byte[]> sealed = sealer.seal(CONTEXT, keys, PAYLOADS);

    private static ParticipantIdentity identity(KeyType type) {
        return ParticipantIdentity.generate("bank-a", type, Duration.ofDays(1), Instant.EPOCH);
    }

    private static byte[] opened(UpdateOpener opener, SealingContext context, int chunk, byte[] payload) {
        Opening opening = opener.open(context, chunk, ByteBuffer.wrap(payload));
        assertThat(opening).isInstanceOf(Opening.Opened.class);
        ByteBuffer plain = ((Opening.Opened) opening).payload();
        byte[] bytes = new byte[plain.remaining()];
        plain.get(bytes);
        return bytes;
    }

    private static Opening open(UpdateOpener opener, SealingContext context, int chunk, byte[] payload) {
        return opener.open(context, chunk, ByteBuffer.wrap(payload));
    }

    @Test
    void everyKeyOfTheRoundOpensEveryPayload() {
        for (UpdateOpener opener : List.of(new UpdateOpener(one, 0, 2), new UpdateOpener(two, 1, 2))) {
            for (int chunk = 0; chunk < PAYLOADS.size(); chunk++) {
                assertThat(opened(opener, CONTEXT, chunk, sealed.get(chunk))).isEqualTo(PAYLOADS.get(chunk));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void sealingTheSameAgainGivesTheSameBytes(KeyType type) {
        ParticipantIdentity loaded = identity(type);

        List<byte[]> first = new UpdateSealer(loaded::secret).seal(CONTEXT, keys, PAYLOADS);
        List<byte[]> again = new UpdateSealer(loaded::secret).seal(CONTEXT, keys, PAYLOADS);

        assertThat(again).hasSize(2);
        assertThat(again.get(0)).isEqualTo(first.get(0));
        assertThat(again.get(1)).isEqualTo(first.get(1));
    }

    /** AES-GCM gives two messages away that are encrypted under one key and nonce, and the key of its tag as well. */
    @Test
    void whateverDiffersHasAnotherContentKey() {
        byte[] otherRound = new byte[32];
        otherRound[31] = 1;
        Set<ByteBuffer> commitments = new HashSet<>();
        for (SealingContext context : List.of(
                CONTEXT,
                new SealingContext(otherRound, "bank-a", 7, 2),
                new SealingContext(ROUND, "bank-b", 7, 2),
                new SealingContext(ROUND, "bank-a", 8, 2))) {
            commitments.add(commitment(sealer.seal(context, keys, PAYLOADS)));
        }
        commitments.add(commitment(sealer.seal(CONTEXT, keys, List.of(PAYLOADS.get(0), new byte[4999]))));
        commitments.add(commitment(sealer.seal(CONTEXT, keys, List.of(PAYLOADS.get(1), PAYLOADS.get(0)))));
        commitments.add(commitment(new UpdateSealer(identity(KeyType.ED25519)::secret).seal(CONTEXT, keys, PAYLOADS)));

        assertThat(commitments).hasSize(7);
    }

    private static ByteBuffer commitment(List<byte[]> update) {
        return ByteBuffer.wrap(update.get(0), 6, 32);
    }

    @Test
    void thePlaintextIsNowhereInTheBytes() {
        assertThat(new String(sealed.get(0), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("first payload");
        assertThat(Arrays.copyOfRange(sealed.get(1), 200, 300)).isNotEqualTo(new byte[100]);
    }

    @Test
    void aPayloadOpensInItsOwnPlaceOnly() {
        byte[] otherRound = new byte[32];
        otherRound[0] = 1;
        UpdateOpener opener = new UpdateOpener(one, 0, 2);

        assertThat(open(opener, CONTEXT, 1, sealed.get(0))).isInstanceOf(Opening.Unopened.class);
        assertThat(open(opener, new SealingContext(otherRound, "bank-a", 7, 2), 0, sealed.get(0)))
                .isInstanceOf(Opening.Unopened.class);
        assertThat(open(opener, new SealingContext(ROUND, "bank-b", 7, 2), 0, sealed.get(0)))
                .isInstanceOf(Opening.Unopened.class);
        assertThat(open(opener, new SealingContext(ROUND, "bank-a", 8, 2), 0, sealed.get(0)))
                .isInstanceOf(Opening.Unopened.class);
        assertThat(open(opener, new SealingContext(ROUND, "bank-a", 7, 3), 0, sealed.get(0)))
                .isInstanceOf(Opening.Unopened.class);
        assertThat(opened(opener, CONTEXT, 0, sealed.get(0))).isEqualTo(PAYLOADS.get(0));
    }

    /** Magic, count, commitment, own key, another's key, ciphertext, tag. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4, 6, 38, 117, 118, 197, 198, 205, -1})
    void aChangedByteIsNoticed(int at) {
        byte[] changed = sealed.get(0).clone();
        changed[at < 0 ? changed.length + at : at] ^= 1;

        Opening opening = open(new UpdateOpener(one, 0, 2), CONTEXT, 0, changed);

        assertThat(opening).isInstanceOf(at == 0 ? Opening.NotSealed.class : Opening.Unopened.class);
    }

    /** Whoever trains again after a crash, and gets another result, sends chunks under another key. */
    @Test
    void oneOpenerOpensDifferentUpdatesOfOneParticipant() {
        List<byte[]> others = List.of(new byte[] {1}, new byte[] {2});
        List<byte[]> again = sealer.seal(CONTEXT, keys, others);
        UpdateOpener opener = new UpdateOpener(one, 0, 2);

        assertThat(opened(opener, CONTEXT, 0, sealed.get(0))).isEqualTo(PAYLOADS.get(0));
        assertThat(opened(opener, CONTEXT, 0, again.get(0))).isEqualTo(others.get(0));
        assertThat(opened(opener, CONTEXT, 1, sealed.get(1))).isEqualTo(PAYLOADS.get(1));
    }

    @Test
    void nobodyElseOpensIt() {
        HpkeKeyPair stranger = HpkeKeyPair.generate();

        assertThat(open(new UpdateOpener(stranger, 0, 2), CONTEXT, 0, sealed.get(0)))
                .isInstanceOf(Opening.Unopened.class);
        assertThat(open(new UpdateOpener(one, 1, 2), CONTEXT, 0, sealed.get(0))).isInstanceOf(Opening.Unopened.class);
        assertThat(open(new UpdateOpener(one, 0, 1), CONTEXT, 0, sealed.get(0))).isInstanceOf(Opening.Unopened.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 37, 100, 213})
    void whatIsCutOffIsNotOpened(int length) {
        assertThat(open(new UpdateOpener(one, 0, 2), CONTEXT, 0, Arrays.copyOf(sealed.get(0), length)))
                .isInstanceOf(Opening.Unopened.class);
    }

    @Test
    void whatIsNotSealedIsSaidToBeSo() {
        assertThat(open(new UpdateOpener(one, 0, 2), CONTEXT, 0, PAYLOADS.get(0)))
                .isEqualTo(new Opening.NotSealed());
    }

    /** One that a dishonest participant made, whose envelope holds another key than the one that is committed to. */
    @Test
    void aKeyOtherThanTheCommittedOneOpensNothing() {
        byte[] forged = sealed.get(0).clone();
        byte[] commitment = Arrays.copyOfRange(forged, 6, 38);
        byte[] envelope = one.publicKey().seal(CONTEXT.bytes(), commitment, new byte[32]);
        System.arraycopy(envelope, 0, forged, 38, envelope.length);

        Opening opening = open(new UpdateOpener(one, 0, 2), CONTEXT, 0, forged);

        assertThat(opening).isInstanceOfSatisfying(Opening.Unopened.class, unopened -> assertThat(unopened.why())
                .contains("commits to"));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    /** Nothing, less than a segment, exactly some, one byte more. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16383, 16384, 16385, 32768, 50_000})
    void payloadsOfManySegmentsOpen(int length) {
        SealingContext context = new SealingContext(ROUND, "bank-a", 7, 1);
        byte[] payload = random(length);

        byte[] bytes = sealer.seal(context, keys, List.of(payload)).get(0);

        assertThat(opened(new UpdateOpener(two, 1, 2), context, 0, bytes)).isEqualTo(payload);
    }

    /** Three segments of a payload, each with its tag; the last one is shorter. */
    @Test
    void segmentsCannotBeMovedOrLeftOut() {
        SealingContext context = new SealingContext(ROUND, "bank-a", 7, 1);
        byte[] bytes = sealer.seal(context, keys, List.of(random(40_000))).get(0);
        int header = 6 + 32 + 2 * 80;
        int segment = 16384 + 16;
        byte[] swapped = bytes.clone();
        System.arraycopy(bytes, header, swapped, header + segment, segment);
        System.arraycopy(bytes, header + segment, swapped, header, segment);
        byte[] shortened = Arrays.copyOf(bytes, header + 2 * segment);
        byte[] withoutFirst = Arrays.copyOf(bytes, bytes.length - segment);
        System.arraycopy(bytes, header + segment, withoutFirst, header, withoutFirst.length - header);
        UpdateOpener opener = new UpdateOpener(one, 0, 2);

        for (byte[] wrong : List.of(swapped, shortened, withoutFirst)) {
            assertThat(open(opener, context, 0, wrong))
                    .isInstanceOfSatisfying(Opening.Unopened.class, unopened -> assertThat(unopened.why())
                            .contains("authentication tag"));
        }
        assertThat(opened(opener, context, 0, bytes)).isEqualTo(random(40_000));
    }

    @Test
    void aKeyIsNotShown() {
        assertThat(UpdateKey.of(new byte[32]).toString()).isEqualTo("UpdateKey");
    }
}
