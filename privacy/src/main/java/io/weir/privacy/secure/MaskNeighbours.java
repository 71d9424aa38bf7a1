package io.weir.privacy.secure;

import io.weir.privacy.mask.MaskGraph;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** A group, and with whom each member shares a mask. */
public final class MaskNeighbours {
    private final SortedSet<String> members;
    private final MaskGraph graph;

    /**
     * A group.
     *
     * @param neighbours of each member, an even number; 0 joins everyone with everyone
     * @param roundSeed 32 public bytes
     */
    public MaskNeighbours(SortedSet<String> members, int neighbours, byte[] roundSeed) {
        this.members = new TreeSet<>(members);
        this.graph = new MaskGraph(members, neighbours == 0 ? 2 * members.size() : neighbours, roundSeed);
    }

    SortedSet<String> members() {
        return members;
    }

    /** By name. */
    public List<String> of(String member) {
        return List.copyOf(graph.neighbours(member));
    }
}
