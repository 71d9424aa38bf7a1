package io.weir.aggregator.internal.guard;

import io.weir.guard.VerdictRule;
import io.weir.wire.Neighbour;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.SecureBackend;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Updates that hold what another one of the round held before, chunk hash by chunk hash; weights do not matter. Of equal ones
 * the first counts.
 *
 * <p>Only what is on the log can be copied, so a copy's chunks lie behind those that it was made of. Chunk 0 lies in partition 0
 * whatever the number of partitions, so its offset puts equal updates in the same order for everyone who reads the log. Commits
 * would not do: chunks can be read, and a commit be written, before their owner's.
 */
final class Copies {
    private static final Comparator<UpdateContent> BY_PLACE = Comparator.comparingLong(UpdateContent::firstOffset);

    private Copies() {}

    /**
     * Who is refused, and why.
     *
     * @param whole updates of the round that are whole and valid
     */
    static Map<String, Rejection> among(Collection<UpdateContent> whole, RoundOpened opened) {
        Map<ByteBuffer, List<UpdateContent>> byContent = new HashMap<>();
        for (UpdateContent update : whole) {
            if (update.contentRoot().hasRemaining() && update.firstOffset() >= 0 && isTelling(update, opened)) {
                byContent.merge(update.contentRoot(), List.of(update), Copies::both);
            }
        }
        Map<String, Rejection> copies = new TreeMap<>();
        for (List<UpdateContent> same : byContent.values()) {
            List<UpdateContent> inOrder = same.stream().sorted(order(opened)).toList();
            inOrder.stream()
                    .skip(1)
                    .forEach(copy ->
                            copies.put(copy.participant(), rejection(copy, inOrder.get(0), inOrder.size(), opened)));
        }
        return copies;
    }

    private static List<UpdateContent> both(List<UpdateContent> some, List<UpdateContent> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /**
     * Whether two that hold the same cannot both be honest. Zeros and other constants are alike by nature, and so are counts of
     * small data. What is hidden or sealed is random: if it is hidden in earnest the same bytes are a copy whatever they
     * hide, and if it is sealed they open for one participant only.
     */
    private static boolean isTelling(UpdateContent update, RoundOpened opened) {
        if (opened.getAttested() != null) {
            return false;
        }
        if (opened.getSecure() != null) {
            return opened.getSecure().getBackend() != SecureBackend.PLAIN;
        }
        return opened.getTask() != RoundTask.STATISTICS && !update.isConstant();
    }

    /** A reference is trusted, and what it sends may be known before: the model's last step, for one. */
    private static Comparator<UpdateContent> order(RoundOpened opened) {
        String reference = opened.getRuleParameters().get(VerdictRule.REFERENCE);
        return Comparator.<UpdateContent, Boolean>comparing(
                        update -> !update.participant().equals(reference))
                .thenComparing(BY_PLACE);
    }

    private static Rejection rejection(UpdateContent copy, UpdateContent original, int updates, RoundOpened opened) {
        String detail =
                "the same content as the update of '" + original.participant() + "': its first chunk lies at offset "
                        + copy.firstOffset() + " of partition 0, theirs at " + original.firstOffset();
        Map<String, Double> evidence = Map.of(
                "offset", (double) copy.firstOffset(),
                "originalOffset", (double) original.firstOffset(),
                "updates", (double) updates);
        // Of hidden values nobody knows a distance.
        List<Neighbour> neighbours =
                opened.getSecure() == null ? List.of(new Neighbour(original.participant(), 0.0, 1.0)) : List.of();
        return new Rejection(copy.participant(), ReasonCode.DUPLICATE_CONTENT, detail, evidence, "", neighbours);
    }
}
