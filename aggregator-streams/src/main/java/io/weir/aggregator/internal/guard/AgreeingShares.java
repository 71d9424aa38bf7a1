package io.weir.aggregator.internal.guard;

import io.weir.privacy.field.PrimeField;
import io.weir.privacy.field.SecretSharing;
import io.weir.privacy.field.Share;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which shares lie on one polynomial of the announced degree. A false one among more than the threshold is found out by
 * what it makes of the secret: the secret that most sets of threshold size agree on is the true one as long as the false
 * ones are fewer than the true ones beyond the threshold. Without shares to spare nothing can be told.
 */
final class AgreeingShares {
    /** Values at a point of the polynomials that every fourth word are the coefficients of; they are linear in the share. */
    private static final int WORDS = 4;

    private static final int SETS_MAX = 2000;

    private AgreeingShares() {}

    /** As many as the threshold; empty if there are fewer. */
    static Optional<List<Share>> of(SecretSharing sharing, List<Share> shares) {
        if (shares.size() < sharing.threshold()) {
            return Optional.empty();
        }
        long point =
                PrimeField.of(new SecureRandom().nextLong()); // nobody can make a share that is false elsewhere only
        List<List<Share>> sets = new ArrayList<>();
        choose(shares, 0, sharing.threshold(), new ArrayList<>(), sets);
        Map<String, Integer> votes = new HashMap<>();
        Map<String, List<Share>> first = new HashMap<>();
        String best = "";
        for (List<Share> set : sets) {
            String secret = Arrays.toString(sharing.reconstruct(set.stream()
                    .map(share -> new Share(share.member(), sample(share.values(), point)))
                    .toList()));
            first.putIfAbsent(secret, set);
            if (votes.merge(secret, 1, Integer::sum) > votes.getOrDefault(best, 0)) {
                best = secret;
            }
        }
        return Optional.of(first.get(best));
    }

    /** A few words that depend on all: whatever is false shows in them but for chance. */
    private static long[] sample(long[] values, long point) {
        if (values.length <= WORDS) {
            return values;
        }
        long[] sample = new long[WORDS];
        for (int i = 0; i < values.length; i++) {
            sample[i % WORDS] = PrimeField.add(PrimeField.multiply(sample[i % WORDS], point), values[i]);
        }
        return sample;
    }

    private static void choose(List<Share> shares, int from, int missing, List<Share> chosen, List<List<Share>> sets) {
        if (sets.size() >= SETS_MAX) {
            return;
        }
        if (missing == 0) {
            sets.add(List.copyOf(chosen));
            return;
        }
        for (int i = from; i <= shares.size() - missing; i++) {
            chosen.add(shares.get(i));
            choose(shares, i + 1, missing - 1, chosen, sets);
            chosen.remove(chosen.size() - 1);
        }
    }
}
