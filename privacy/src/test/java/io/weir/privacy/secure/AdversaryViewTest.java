package io.weir.privacy.secure;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.privacy.field.PrimeField;
import io.weir.privacy.field.SecretSharing;
import io.weir.privacy.field.Share;
import io.weir.privacy.mask.MaskKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What somebody has who reads every topic, keeps every opened key and controls all but one of the members that open a sum:
 * of a single update nothing that differs from uniform bytes.
 */
class AdversaryViewTest {
    private static final int VALUES = 40_000;
    private static final int MEMBERS = 5;
    private static final int THRESHOLD = 3;
    private static final int MASK_BYTES = 4;
    /** Whole bytes of an opened slot, which has 22 bits. */
    private static final int SLOT_BYTES = 2;

    private static final String VICTIM = "b";
    private static final List<String> BANKS = List.of("a", VICTIM, "c", "d");
    private static final SecureRandom RANDOM = new SecureRandom();
    /** 255 degrees of freedom: above it once in ten million. */
    private static final double UNIFORM = 390;

    private final SecretSharing sharing = new SecretSharing(MEMBERS, THRESHOLD);
    private final byte[] seed = new byte[32];
    private final MaskNeighbours group = new MaskNeighbours(new TreeSet<>(BANKS), 0, seed);
    private final Map<String, long[]> rows = new HashMap<>();
    private final Map<String, List<Share>> shares = new HashMap<>();
    private final Map<String, int[]> values = new HashMap<>();

    private HiddenRing play(Backend backend) {
        HiddenRing ring = new HiddenRing(backend, 20, BANKS.size(), seed);
        Map<String, MaskKey> keys = new HashMap<>();
        BANKS.forEach(bank -> keys.put(bank, MaskKey.generate(bank)));
        Random random = new Random(3);
        for (String bank : BANKS) {
            int[] small = random.ints(VALUES, -50, 50).toArray();
            values.put(bank, small);
            Map<String, byte[]> theirs = new TreeMap<>();
            group.of(bank).forEach(name -> theirs.put(name, keys.get(name).publicKey()));
            try (Concealment concealment = backend == Backend.RLWE
                    ? Concealment.rlwe(ring, RANDOM)
                    : Concealment.masks(ring, bank, keys.get(bank), theirs, RANDOM)) {
                rows.put(bank, concealment.conceal(0, small.clone()));
                shares.put(bank, sharing.share(concealment.secret(), RANDOM));
            }
        }
        return ring;
    }

    /** What the committee opens for {@code included}. */
    private GroupKeys opened(Backend backend, String... included) {
        OpeningPlan plan = new OpeningPlan(backend, group, new TreeSet<>(List.of(included)));
        List<Share> parts = new ArrayList<>();
        for (int member = 0; member < THRESHOLD; member++) {
            int index = member;
            parts.add(new Share(
                    member + 1, plan.part(name -> shares.get(name).get(index).values())));
        }
        return plan.keys(plan.encode(sharing.reconstruct(parts)).orElseThrow());
    }

    /** Of how often each byte occurs among the {@code bytes} low ones of each value. */
    private static double chiSquare(long[] opened, int bytes) {
        int[] counts = new int[256];
        for (long value : opened) {
            for (int b = 0; b < bytes; b++) {
                counts[(int) (value >>> (Byte.SIZE * b)) & 0xFF]++;
            }
        }
        double expected = opened.length * (double) bytes / counts.length;
        double sum = 0;
        for (int count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }

    private long[] sum(String... included) {
        long[] sum = new long[VALUES];
        for (String bank : included) {
            for (int i = 0; i < VALUES; i++) {
                sum[i] += values.get(bank)[i];
            }
        }
        return sum;
    }

    @Test
    void theMeasureTellsAnUpdateInTheClearFromUniformBytes() {
        play(Backend.MASK);

        assertThat(chiSquare(sum(VICTIM), MASK_BYTES)).isGreaterThan(100 * UNIFORM);
        assertThat(chiSquare(new Random(1).longs(VALUES).toArray(), MASK_BYTES)).isLessThan(UNIFORM);
    }

    @Test
    void withMasksWhatWasOpenedTakesNothingOffASingleUpdate() {
        HiddenRing ring = play(Backend.MASK);
        GroupKeys.OfMask keys = (GroupKeys.OfMask) opened(Backend.MASK, "a", VICTIM, "c");
        GroupKeys own = new GroupKeys.OfMask(List.of(keys.own().get(1)), ofVictim(keys));

        assertThat(chiSquare(ring.open(0, rows.get(VICTIM), VALUES, own), MASK_BYTES))
                .isLessThan(UNIFORM);
        assertThat(ring.open(0, added(ring, "a", VICTIM, "c"), VALUES, keys)).isEqualTo(sum("a", VICTIM, "c"));
    }

    private static List<GroupKeys.OfMask.Pair> ofVictim(GroupKeys.OfMask keys) {
        return keys.pairs().stream()
                .filter(pair -> pair.included().equals(VICTIM))
                .toList();
    }

    @Test
    void withMasksWhoeverIsLeftOutStaysHiddenThoughItsPairsAreOpened() {
        HiddenRing ring = play(Backend.MASK);
        GroupKeys.OfMask keys = (GroupKeys.OfMask) opened(Backend.MASK, "a", "c", "d");
        // Of the pairs' seeds the adversary has all that the left out one shares.
        List<GroupKeys.OfMask.Pair> pairs = keys.pairs().stream()
                .map(pair -> new GroupKeys.OfMask.Pair(VICTIM, pair.included(), pair.seed()))
                .toList();

        assertThat(pairs).hasSize(3);
        assertThat(chiSquare(
                        ring.open(0, rows.get(VICTIM), VALUES, new GroupKeys.OfMask(List.of(), pairs)), MASK_BYTES))
                .isLessThan(UNIFORM);
    }

    @Test
    void withEncryptionTheSumOfTheKeysOpensNoSingleUpdate() {
        HiddenRing ring = play(Backend.RLWE);
        GroupKeys keys = opened(Backend.RLWE, "a", VICTIM, "c", "d");

        assertThat(chiSquare(ring.open(0, rows.get(VICTIM), VALUES, keys), SLOT_BYTES))
                .isLessThan(UNIFORM);
        assertThat(ring.open(0, added(ring, "a", VICTIM, "c", "d"), VALUES, keys))
                .isEqualTo(sum("a", VICTIM, "c", "d"));
    }

    @Test
    void oneMemberTooFewInterpolatesToNoise() {
        HiddenRing ring = play(Backend.RLWE);
        List<Share> known = shares.get(VICTIM).subList(0, THRESHOLD - 1);
        long[] guess = known.get(0).values().clone();
        Random random = new Random(9);
        for (int i = 0; i < guess.length; i++) {
            guess[i] = PrimeField.of(random.nextLong());
        }
        List<Share> attempt = new ArrayList<>(known);
        attempt.add(new Share(THRESHOLD, guess));
        GroupKeys keys = new GroupKeys.OfRlwe(sharing.reconstruct(attempt));

        assertThat(chiSquare(ring.open(0, rows.get(VICTIM), VALUES, keys), SLOT_BYTES))
                .isLessThan(UNIFORM);
        assertThat(chiSquare(known.get(0).values(), Integer.BYTES)).isLessThan(UNIFORM);
    }

    private long[] added(HiddenRing ring, String... included) {
        long[] sum = ring.zero(VALUES);
        for (String bank : included) {
            ring.add(sum, rows.get(bank));
        }
        return sum;
    }
}
