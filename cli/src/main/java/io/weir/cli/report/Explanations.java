package io.weir.cli.report;

import io.weir.wire.Neighbour;
import java.util.List;
import java.util.stream.Collectors;

/** Why something was refused, in words. */
public final class Explanations {
    private Explanations() {}

    /** The detail, and which updates lay nearest. */
    public static String of(String detail, List<Neighbour> neighbours) {
        return neighbours.isEmpty() ? detail : detail + ". Nearest: " + nearest(neighbours);
    }

    /** Names with distance and cosine. */
    public static String nearest(List<Neighbour> neighbours) {
        return neighbours.stream()
                .map(near -> near.getParticipant() + " at " + Numbers.significant(near.getDistance(), 3) + " (cos "
                        + Numbers.fixed(near.getCosine(), 2) + ")")
                .collect(Collectors.joining(", "));
    }
}
