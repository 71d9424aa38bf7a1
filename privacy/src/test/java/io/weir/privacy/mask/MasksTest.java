package io.weir.privacy.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weir.privacy.field.ChiSquare;
import io.weir.privacy.field.FixedRandom;
import io.weir.privacy.field.SecretSharing;
import io.weir.privacy.field.Share;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MasksTest {
    private static final int LENGTH = 3000;
    private static final byte[] ROUND_SEED = new byte[32];

    /** A group whose seeds only a committee's shares bring back. */
    private static final class Group {
        final SecretSharing sharing = new SecretSharing(3, 2);
        final Map<String, MaskKey> keys = new TreeMap<>();
        final Map<String, int[]> values = new HashMap<>();
        final Map<String, int[]> masked = new HashMap<>();
        final Map<String, List<Share>> own = new HashMap<>();
        final Map<String, Map<String, List<Share>>> pairs = new HashMap<>();

        Group(int members, int degree, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < members; i++) {
                keys.put("bank-" + i, MaskKey.generate("bank-" + i));
            }
            MaskGraph graph = new MaskGraph(new TreeSet<>(keys.keySet()), degree, ROUND_SEED);
            keys.forEach((name, key) -> {
                byte[] ownSeed = new byte[32];
                random.nextBytes(ownSeed);
                Map<String, byte[]> seeds = new TreeMap<>();
                graph.neighbours(name)
                        .forEach(other -> seeds.put(
                                other, key.seedWith(other, keys.get(other).publicKey(), ROUND_SEED)));
                int[] vector = random.ints(LENGTH, -(1 << 20), 1 << 20).toArray();
                values.put(name, vector);
                int[] covered = vector.clone();
                Masks.mask(covered, 0, name, ownSeed, seeds);
                masked.put(name, covered);
                own.put(name, sharing.share(SeedWords.of(ownSeed), new FixedRandom(seed)));
                Map<String, List<Share>> shared = new TreeMap<>();
                seeds.forEach(
                        (other, s) -> shared.put(other, sharing.share(SeedWords.of(s), new FixedRandom(seed + 1))));
                pairs.put(name, shared);
            });
        }

        int[] open(SortedSet<String> included) {
            int[] sum = new int[LENGTH];
            included.forEach(name -> add(sum, masked.get(name)));
            included.forEach(name -> Masks.takeOffOwn(sum, 0, seed(own.get(name))));
            keys.keySet().stream().filter(name -> !included.contains(name)).forEach(dropped -> pairs.get(dropped)
                    .forEach((neighbour, shares) -> {
                        if (included.contains(neighbour)) {
                            Masks.takeOffPair(sum, 0, neighbour, dropped, seed(shares));
                        }
                    }));
            return sum;
        }

        private byte[] seed(List<Share> shares) {
            return SeedWords.seed(sharing.reconstruct(shares.subList(1, 3)));
        }
    }

    @Property(tries = 25)
    void theSumOfTheIncludedOpensWhoeverIsLost(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 9) int members,
            @ForAll @IntRange(min = 1, max = 4) int halfDegree,
            @ForAll @IntRange(max = 7) int lost) {
        Group group = new Group(members, 2 * halfDegree, seed);
        SortedSet<String> included = new TreeSet<>(group.keys.keySet());
        for (int i = 0; i < Math.min(lost, members - 1); i++) {
            included.remove(included.last());
        }
        int[] expected = new int[LENGTH];
        included.forEach(name -> add(expected, group.values.get(name)));

        assertThat(group.open(included)).isEqualTo(expected);
    }

    @Test
    void aMaskedVectorIsUniformEvenForWhoKnowsItsPairs() {
        int[] zeros = new int[100_000];
        Masks.mask(zeros, 0, "bank-a", new byte[32], Map.of());

        long[] counts = new long[256];
        for (int value : zeros) {
            for (int shift = 0; shift < 32; shift += 8) {
                counts[(value >>> shift) & 0xFF]++;
            }
        }
        double[] expected = new double[256];
        Arrays.fill(expected, zeros.length * 4 / 256.0);
        assertThat(ChiSquare.of(counts, expected)).isLessThan(ChiSquare.limit(255));
    }

    @Test
    void everyoneHasTheSameNumberOfNeighboursAndTheyAreMutual() {
        SortedSet<String> members = new TreeSet<>();
        for (int i = 0; i < 25; i++) {
            members.add("bank-" + i);
        }
        MaskGraph graph = new MaskGraph(members, 10, ROUND_SEED);

        members.forEach(member -> {
            assertThat(graph.neighbours(member)).hasSize(10).doesNotContain(member);
            graph.neighbours(member)
                    .forEach(other -> assertThat(graph.neighbours(other)).contains(member));
        });
        byte[] otherRound = new byte[32];
        otherRound[0] = 1;
        assertThat(members.stream()
                        .map(new MaskGraph(members, 10, otherRound)::neighbours)
                        .toList())
                .isNotEqualTo(members.stream().map(graph::neighbours).toList());
    }

    @Test
    void aParticipantThatWasShownAnotherRoundDerivesAnotherSeed() {
        MaskKey one = MaskKey.generate("bank-a");
        MaskKey two = MaskKey.generate("bank-b");
        byte[] otherRound = new byte[32];
        otherRound[31] = 1;
        byte[] agreed = one.seedWith("bank-b", two.publicKey(), ROUND_SEED);

        assertThat(two.seedWith("bank-a", one.publicKey(), ROUND_SEED)).isEqualTo(agreed);
        assertThat(two.seedWith("bank-a", one.publicKey(), otherRound)).isNotEqualTo(agreed);
        assertThat(two.seedWith("bank-c", one.publicKey(), ROUND_SEED)).isNotEqualTo(agreed);
    }

    @Test
    void refusesKeysAndSeedsThatAreNone() throws Exception {
        MaskKey key = MaskKey.generate("bank-a");
        byte[] ed25519 = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        byte[] smallOrder = key.publicKey();
        Arrays.fill(smallOrder, smallOrder.length - 32, smallOrder.length, (byte) 0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> key.seedWith("bank-b", ed25519, ROUND_SEED))
                .withMessageContaining("bank-b");
        assertThatIllegalArgumentException().isThrownBy(() -> key.seedWith("bank-b", smallOrder, ROUND_SEED));
        assertThatIllegalArgumentException().isThrownBy(() -> key.seedWith("bank-b", new byte[3], ROUND_SEED));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SeedWords.seed(new long[] {1L << 60, 0, 0, 0, 0}))
                .withMessageContaining("false");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaskGraph(new TreeSet<>(List.of("bank-a")), 2, ROUND_SEED));
    }

    private static void add(int[] sum, int[] vector) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += vector[i];
        }
    }
}
