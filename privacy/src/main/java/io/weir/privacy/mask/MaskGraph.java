package io.weir.privacy.mask;

import io.weir.privacy.field.KeyStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who shares a pairwise mask with whom: a ring in an order that the round's seed draws, on which everyone is joined to the nearest on both sides. Each
 * member has the same number of neighbours, and everyone computes the same graph from what the round announced.
 */
public final class MaskGraph {
    private final List<String> ring;
    private final Map<String, Integer> places = new HashMap<>();
    private final int reach;

    /**
     * The graph of a group.
     *
     * @param members at least two
     * @param degree wanted number of neighbours, an even number; a smaller group is joined fully
     * @param roundSeed 32 public bytes
     */
    public MaskGraph(SortedSet<String> members, int degree, byte[] roundSeed) {
        if (members.size() < 2 || degree < 2 || degree % 2 != 0) {
            throw new IllegalArgumentException("a graph of " + members.size() + " members and degree " + degree
                    + ": needed are two members and an even degree");
        }
        this.ring = new ArrayList<>(members);
        KeyStream stream = new KeyStream(roundSeed, "weir-mask-graph-v1", 0);
        for (int i = ring.size() - 1; i > 0; i--) {
            int other = (int) Long.remainderUnsigned(stream.next(), i + 1L);
            ring.set(i, ring.set(other, ring.get(i)));
        }
        for (int i = 0; i < ring.size(); i++) {
            places.put(ring.get(i), i);
        }
        this.reach = degree / 2;
    }

    /**
     * In the order of their names.
     *
     * @throws IllegalArgumentException if there is no such member
     */
    public SortedSet<String> neighbours(String member) {
        Integer place = places.get(member);
        if (place == null) {
            throw new IllegalArgumentException("'" + member + "' is not in the group");
        }
        SortedSet<String> neighbours = new TreeSet<>();
        for (int step = 1; step <= Math.min(reach, ring.size() - 1); step++) {
            neighbours.add(ring.get((place + step) % ring.size()));
            neighbours.add(ring.get(Math.floorMod(place - step, ring.size())));
        }
        return neighbours;
    }

    /** Whether the first adds the pair's mask; the other subtracts it. */
    static boolean adds(String one, String other) {
        return one.compareTo(other) < 0;
    }
}
