package io.weir.cli.bench;

import io.weir.privacy.secure.Backend;
import io.weir.privacy.secure.HiddenRing;
import io.weir.wire.SecureBackend;
import java.util.List;

/**
 * What is to be measured.
 *
 * @param parameters length of an update
 * @param committee members of whom two thirds and one open a sum
 * @param backends measured beside the plain path, in this order
 * @param repeat measured rounds of each path, after one that warms up
 */
record SecureOptions(
        int participants, int parameters, int committee, List<SecureBackend> backends, int repeat, long seed) {
    /** All of one group share masks with one another, so each has one neighbour fewer. */
    private static final int PARTICIPANTS_MAX = 100;

    SecureOptions {
        BenchOptions.check("--participants", participants, 3, PARTICIPANTS_MAX);
        BenchOptions.check("--parameters", parameters, 1, 10_000_000);
        BenchOptions.check("--committee", committee, 2, participants);
        BenchOptions.check("--repeat", repeat, 1, 1000);
        backends = backends.stream().distinct().toList();
        if (backends.isEmpty() || backends.stream().anyMatch(SecureOptions::hidesNothing)) {
            throw new IllegalArgumentException("--backend is " + backends + ": use mask, rlwe or both");
        }
    }

    private static boolean hidesNothing(SecureBackend backend) {
        return backend != SecureBackend.MASK && backend != SecureBackend.RLWE;
    }

    /** As many as fit into either ring, so that every back-end has the same sums. */
    int valueBits() {
        return Math.min(
                HiddenRing.fittingBits(Backend.MASK, participants), HiddenRing.fittingBits(Backend.RLWE, participants));
    }
}
