package io.weir.privacy.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HiddenRingTest {
    private static final int VALUES = 9001;
    private static final int CHUNKS = 2;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<String> banks = List.of("a", "b", "c", "d", "e", "f");
    private final byte[] seed = new byte[32];

    @ParameterizedTest
    @EnumSource(Backend.class)
    void whatTheAgreedMembersOpenIsTheSumOfExactlyTheIncluded(Backend backend) {
        HiddenRing ring = new HiddenRing(backend, HiddenRing.fittingBits(backend, banks.size()), banks.size(), seed);
        MaskNeighbours group = new MaskNeighbours(new TreeSet<>(banks), 4, seed);
        SecretSharing sharing = new SecretSharing(5, 3);
        Map<String, MaskKey> keys = new HashMap<>();
        banks.forEach(bank -> keys.put(bank, MaskKey.generate(bank)));
        Map<String, List<Share>> shares = new HashMap<>();
        Random random = new Random(1);
        int limit = 1 << (ring.valueBits() - 1);
        List<String> included = List.of("a", "c", "d", "f");
        long[][] expected = new long[CHUNKS][VALUES];
        long[][] sums = new long[CHUNKS][];
        for (int c = 0; c < CHUNKS; c++) {
            sums[c] = ring.zero(VALUES);
        }
        for (String bank : banks) {
            try (Concealment concealment = concealment(ring, group, keys, bank)) {
                for (int c = 0; c < CHUNKS; c++) {
                    int[] values = random.ints(VALUES, -limit, limit).toArray();
                    values[0] = -limit;
                    values[1] = limit - 1;
                    for (int i = 0; included.contains(bank) && i < VALUES; i++) {
                        expected[c][i] += values[i];
                    }
                    long[] row = concealment.conceal(c, values);
                    assertThat(ring.holds(row, row.length)).isTrue();
                    ring.add(sums[c], row);
                    if (!included.contains(bank)) {
                        ring.subtract(sums[c], row);
                    }
                }
                if (backend != Backend.PLAIN) {
                    shares.put(bank, sharing.share(concealment.secret(), RANDOM));
                }
            }
        }

        OpeningPlan plan = new OpeningPlan(backend, group, new TreeSet<>(included));
        List<Share> parts = new ArrayList<>();
        for (int member : backend == Backend.PLAIN ? new int[0] : new int[] {1, 3, 4}) {
            parts.add(new Share(
                    member + 1, plan.part(name -> shares.get(name).get(member).values())));
        }
        long[] secret = parts.isEmpty() ? new long[0] : sharing.reconstruct(parts);
        GroupKeys opened = plan.keys(plan.encode(secret).orElseThrow());
        for (int c = 0; c < CHUNKS; c++) {
            assertThat(ring.open(c, sums[c], VALUES, opened)).isEqualTo(expected[c]);
        }
    }

    private Concealment concealment(HiddenRing ring, MaskNeighbours group, Map<String, MaskKey> keys, String bank) {
        return switch (ring.backend()) {
            case PLAIN -> Concealment.plain(ring);
            case RLWE -> Concealment.rlwe(ring, RANDOM);
            case MASK -> {
                Map<String, byte[]> theirs = new TreeMap<>();
                group.of(bank).forEach(name -> theirs.put(name, keys.get(name).publicKey()));
                yield Concealment.masks(ring, bank, keys.get(bank), theirs, RANDOM);
            }
        };
    }

    @Test
    void refusesValuesAndWordsThatDoNotFit() {
        HiddenRing ring = new HiddenRing(Backend.RLWE, 12, 10, seed);
        try (Concealment concealment = Concealment.rlwe(ring, RANDOM)) {
            assertThatThrownBy(() -> concealment.conceal(0, new int[] {2048}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("12 bits");
        }
        assertThat(ring.holds(new long[] {PrimeField.Q - 1, 0}, 2)).isTrue();
        assertThat(ring.holds(new long[] {PrimeField.Q, 0}, 2)).isFalse();
        assertThat(ring.holds(new long[] {-1}, 1)).isFalse();
        assertThatThrownBy(() -> new HiddenRing(Backend.MASK, 29, 10, seed)).hasMessageContaining("28 bits");
    }

    @Test
    void seedsThatDoNotFitAreNoKeys() {
        OpeningPlan plan =
                new OpeningPlan(Backend.MASK, new MaskNeighbours(new TreeSet<>(banks), 0, seed), new TreeSet<>(banks));
        long[] words = new long[plan.words()];
        words[0] = PrimeField.Q - 1;

        assertThat(plan.encode(words)).isEmpty();
    }
}
