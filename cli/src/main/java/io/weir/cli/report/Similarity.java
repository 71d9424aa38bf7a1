package io.weir.cli.report;

import io.weir.guard.Gram;
import io.weir.wire.Neighbour;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How alike the updates of one round are.
 *
 * @param participants in the order of the rows
 * @param gram their updates' inner products
 */
public record Similarity(List<String> participants, Gram gram) {
    /** More cannot be read. */
    public static final int SHOWN_MAX = 40;

    public Similarity {
        participants = List.copyOf(participants);
    }

    /** Of a round's sealed updates. */
    public static Similarity of(RoundSealed sealed, Gram gram) {
        return new Similarity(
                sealed.getUpdates().stream().map(SealedUpdate::getParticipant).toList(), gram);
    }

    public int size() {
        return participants.size();
    }

    public double cosine(int i, int j) {
        return gram.cosine(i, j);
    }

    public double distance(int i, int j) {
        return Math.sqrt(gram.squaredDistance(i, j));
    }

    /** The nearest others. */
    public List<Neighbour> nearest(int i, int count) {
        return IntStream.range(0, size())
                .filter(j -> j != i)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> gram.squaredDistance(i, j)))
                .limit(count)
                .map(j -> new Neighbour(participants.get(j), distance(i, j), cosine(i, j)))
                .toList();
    }
}
