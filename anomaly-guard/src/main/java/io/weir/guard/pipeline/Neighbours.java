package io.weir.guard.pipeline;

import io.weir.guard.Decision;
import io.weir.guard.Gram;
import io.weir.guard.RoundStatistics;
import io.weir.guard.UpdateStatistics;
import io.weir.wire.Neighbour;
import io.weir.wire.ReasonCode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The nearest updates of those that a rule left out, among all that it judged, as they came. */
final class Neighbours {
    private static final int SHOWN = 3;

    private Neighbours() {}

    /** Completes the rejections of a round whose updates were compared; of equally near ones the first come first. */
    static void addTo(Map<String, Decision> decisions, RoundStatistics round) {
        round.gram().ifPresent(gram -> {
            List<UpdateStatistics> updates = round.updates();
            for (int i = 0; i < updates.size(); i++) {
                if (decisions.get(updates.get(i).participant()) instanceof Decision.Reject reject
                        && isOfThisUpdate(reject)) {
                    decisions.put(updates.get(i).participant(), reject.near(nearest(gram, updates, i)));
                }
            }
        });
    }

    /** Whether it was the update that led to it, and not their number. */
    private static boolean isOfThisUpdate(Decision.Reject reject) {
        return reject.reason() != ReasonCode.TOO_FEW_UPDATES && reject.reason() != ReasonCode.TOO_MANY_UPDATES;
    }

    private static List<Neighbour> nearest(Gram gram, List<UpdateStatistics> updates, int of) {
        return IntStream.range(0, updates.size())
                .filter(i -> i != of)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> gram.squaredDistance(of, i)))
                .limit(SHOWN)
                .map(i -> new Neighbour(
                        updates.get(i).participant(), Math.sqrt(gram.squaredDistance(of, i)), gram.cosine(of, i)))
                .toList();
    }
}
