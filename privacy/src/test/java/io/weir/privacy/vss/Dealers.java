package io.weir.privacy.vss;

import io.weir.privacy.field.FixedRandom;
import io.weir.privacy.field.PrimeField;
import io.weir.privacy.field.SecretSharing;
import io.weir.privacy.field.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Dealings of tests, and dealers that cheat before they prove. */
final class Dealers {
    private Dealers() {}

    static VerifiableSharing sharing(int members, int threshold, int secrets) {
        return new VerifiableSharing(new SecretSharing(members, threshold), secrets, context(members, 7));
    }

    static DealingContext context(int members, long round) {
        List<String> committee =
                IntStream.rangeClosed(1, members).mapToObj(i -> "member-" + i).toList();
        return new DealingContext("cards", round, "bank-a", "rlwe-key", committee, new byte[] {1, 2, 3});
    }

    static long[] words(long seed, int count) {
        return new SplittableRandom(seed).longs(count, 0, PrimeField.Q).toArray();
    }

    /** Shares of random secrets and blinding polynomials, of a degree below {@code coefficients}. */
    static List<DealtShare> shares(int members, int coefficients, int secrets, long seed) {
        List<DealtShare> shares = new ArrayList<>();
        for (Share share : new SecretSharing(members, coefficients)
                .share(words(seed, secrets + Challenges.COUNT), new FixedRandom(seed))) {
            shares.add(new DealtShare(share, new byte[DealtShare.SALT_BYTES]));
        }
        return shares;
    }

    /** With {@code delta} added to one word of one member. */
    static void alter(List<DealtShare> shares, int member, int word, long delta) {
        DealtShare share = shares.get(member - 1);
        long[] words = share.words().values().clone();
        words[word] = PrimeField.add(words[word], delta);
        shares.set(member - 1, new DealtShare(new Share(member, words), share.salt()));
    }

    /** By number, who finds what wrong. */
    static List<String> faults(VerifiableSharing sharing, SharingProof proof, List<DealtShare> shares) {
        List<String> faults = new ArrayList<>();
        for (DealtShare share : shares) {
            sharing.fault(proof, share.member(), share).ifPresent(fault -> faults.add(share.member() + " " + fault));
        }
        return faults;
    }
}
