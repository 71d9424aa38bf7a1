package io.weir.privacy.vss;

import io.weir.privacy.field.SecretSharing;
import io.weir.privacy.field.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a committee's sums of shares open to. Dealers that were found right have sums on polynomials of degree below t, so n members' sums are a word of a
 * Reed-Solomon code, and false ones are its errors. A hash over all sums draws two points, each makes one number of a member's vector, and decoding these
 * finds who is off.
 *
 * <p><b>What it gives.</b> With at most (n - t)/2 false members the sum is right, no honest member is ever named, and a false one escapes with a chance of
 * (K/q)^2 in a try. With up to n - t false ones the outcome is {@link Undecided} or names honest members, so (n - t)/2 is a limit on the adversary, not a
 * finding. With n = t there is nothing to check against.
 *
 * <p>Why no stronger: the dealers' proofs have challenges of their own, and one that is common to all could only be drawn after the last dealer has spoken,
 * when the first are gone. A back-end that opens single dealings checks each opened share by {@link VerifiableSharing#fault} instead, which names any number.
 */
public sealed interface SumOpening {
    /**
     * It opens.
     *
     * @param sum of the secrets
     * @param falseMembers whose sums are off, by number
     */
    @SuppressWarnings("ArrayRecordComponent") // read once; never compared
    record Opened(long[] sum, SortedSet<Integer> falseMembers) implements SumOpening {
        @Override
        public String toString() {
            return "Opened[falseMembers=" + falseMembers + "]";
        }
    }

    /**
     * Sums are false, and so many that it cannot be said whose.
     *
     * @param falseMax how many false ones could have been named
     */
    record Undecided(int falseMax) implements SumOpening {}

    /**
     * Opens. The order of the sums does not matter.
     *
     * @param context what is opened: federation, round, group, the digest that was acknowledged
     * @param sums of different members, at least as many as the threshold
     * @throws IllegalArgumentException if they are too few, of one member twice, of no member, or of different lengths
     */
    static SumOpening of(SecretSharing sharing, byte[] context, List<Share> sums) {
        SortedMap<Integer, Share> byMember = new TreeMap<>();
        sums.forEach(sum -> byMember.put(sum.member(), sum));
        List<Share> ordered = new ArrayList<>(byMember.values());
        if (ordered.size() != sums.size()) {
            throw new IllegalArgumentException("a member's sum is there twice");
        }
        sharing.requireReconstructs(ordered);
        int falseMax = (ordered.size() - sharing.threshold()) / 2;
        Challenges challenges = challenges(context, ordered);
        long[] points = ordered.stream().mapToLong(Share::member).toArray();
        SortedSet<Integer> falseMembers = new TreeSet<>();
        for (int c = 0; c < Challenges.COUNT; c++) {
            int challenge = c;
            long[] values = ordered.stream()
                    .mapToLong(sum -> challenges.combine(challenge, sum.values(), sum.values().length))
                    .toArray();
            Optional<long[]> decoded = ReedSolomon.decode(points, values, sharing.threshold());
            if (decoded.isEmpty()) {
                return new Undecided(falseMax);
            }
            for (int i = 0; i < points.length; i++) {
                if (Polynomials.value(decoded.get(), points[i]) != values[i]) {
                    falseMembers.add((int) points[i]);
                }
            }
        }
        if (falseMembers.size() > falseMax) {
            return new Undecided(falseMax);
        }
        List<Share> right = ordered.stream()
                .filter(sum -> !falseMembers.contains(sum.member()))
                .toList();
        return new Opened(sharing.reconstruct(right), falseMembers);
    }

    private static Challenges challenges(byte[] context, List<Share> sums) {
        Transcript transcript =
                new Transcript("weir-vss-opening-v1").bytes(context).number(sums.size());
        for (Share sum : sums) {
            transcript.number(sum.member()).words(sum.values());
        }
        return new Challenges(transcript.digest());
    }
}
