package io.weir.privacy.vss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weir.privacy.field.FixedRandom;
import io.weir.privacy.field.PrimeField;
import io.weir.privacy.field.SecretSharing;
import io.weir.privacy.field.Share;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SumOpeningTest {
    private static final byte[] CONTEXT = {1};
    private static final int WORDS = 30;

    @Property(tries = 60)
    void membersWithFalseSumsAreNamedAndTheSumIsRight(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 13) int members,
            @ForAll @IntRange(min = 1, max = 13) int t,
            @ForAll @IntRange(max = 6) int liars) {
        SecretSharing sharing = new SecretSharing(members, Math.min(t, members));
        List<Share> sums = sums(sharing, seed);
        SplittableRandom random = new SplittableRandom(seed);
        SortedSet<Integer> falseMembers = new TreeSet<>();
        for (int i = 0; i < Math.min(liars, (members - sharing.threshold()) / 2); i++) {
            int member = 1 + random.nextInt(members);
            falseMembers.add(member);
            lie(sums, member, random.nextInt(WORDS), 1 + random.nextInt(1000));
        }
        Collections.shuffle(sums, new Random(seed));

        SumOpening opening = SumOpening.of(sharing, CONTEXT, sums);

        assertThat(opening).isInstanceOfSatisfying(SumOpening.Opened.class, opened -> {
            assertThat(opened.falseMembers()).isEqualTo(falseMembers);
            assertThat(opened.sum()).isEqualTo(expected(seed));
        });
    }

    @Test
    void moreLiesThanCanBeNamedAreStillSeen() {
        SecretSharing sharing = new SecretSharing(7, 4);
        List<Share> sums = sums(sharing, 1);
        lie(sums, 2, 5, 1);
        lie(sums, 6, 9, 1);

        assertThat(SumOpening.of(sharing, CONTEXT, sums)).isEqualTo(new SumOpening.Undecided(1));
    }

    @Test
    void withOneShareToSpareALieIsSeenAndNotNamed() {
        SecretSharing sharing = new SecretSharing(5, 4);
        List<Share> sums = sums(sharing, 2);
        lie(sums, 5, 0, 1);

        assertThat(SumOpening.of(sharing, CONTEXT, sums)).isEqualTo(new SumOpening.Undecided(0));
    }

    @Test
    void membersMayBeMissing() {
        SecretSharing sharing = new SecretSharing(7, 3);
        List<Share> sums = sums(sharing, 3);
        sums.remove(4);
        sums.remove(0);
        lie(sums, 2, 5, 7);

        assertThat(SumOpening.of(sharing, CONTEXT, sums)).isInstanceOfSatisfying(SumOpening.Opened.class, opened -> {
            assertThat(opened.falseMembers()).containsExactly(2);
            assertThat(opened.sum()).isEqualTo(expected(3));
        });
    }

    @Test
    void refusesTooFewSumsAndOneMemberTwice() {
        SecretSharing sharing = new SecretSharing(4, 3);
        List<Share> sums = sums(sharing, 4);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SumOpening.of(sharing, CONTEXT, sums.subList(0, 2)))
                .withMessageContaining("3 are needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SumOpening.of(sharing, CONTEXT, List.of(sums.get(0), sums.get(0), sums.get(1))))
                .withMessageContaining("twice");
    }

    private static List<Share> sums(SecretSharing sharing, long seed) {
        List<Share> one = sharing.share(Dealers.words(seed, WORDS), new FixedRandom(seed));
        List<Share> two = sharing.share(Dealers.words(seed + 1, WORDS), new FixedRandom(seed + 1));
        List<Share> sums = new ArrayList<>();
        for (int i = 0; i < sharing.members(); i++) {
            sums.add(one.get(i).plus(two.get(i)));
        }
        return sums;
    }

    private static long[] expected(long seed) {
        long[] sum = Dealers.words(seed, WORDS);
        long[] other = Dealers.words(seed + 1, WORDS);
        for (int i = 0; i < WORDS; i++) {
            sum[i] = PrimeField.add(sum[i], other[i]);
        }
        return sum;
    }

    private static void lie(List<Share> sums, int member, int word, long delta) {
        sums.replaceAll(sum -> {
            if (sum.member() != member) {
                return sum;
            }
            long[] values = sum.values().clone();
            values[word] = PrimeField.add(values[word], delta);
            return new Share(member, values);
        });
    }
}
