package io.weir.trainers.data;

/** The members of each group in their original order (a stable counting sort). */
final class Grouping {
    private final int[] from;
    private final int[] members;

    /**
     * @param groupOf group of each member; negative for none
     * @param groups number of groups
     */
    Grouping(int[] groupOf, int groups) {
        from = new int[groups + 1];
        for (int group : groupOf) {
            if (group >= 0) {
                from[group + 1]++;
            }
        }
        for (int group = 0; group < groups; group++) {
            from[group + 1] += from[group];
        }
        members = new int[from[groups]];
        int[] next = from.clone();
        for (int i = 0; i < groupOf.length; i++) {
            if (groupOf[i] >= 0) {
                members[next[groupOf[i]]++] = i;
            }
        }
    }

    /** Returns where a group's members begin; the next group's beginning is their end. */
    int from(int group) {
        return from[group];
    }

    int member(int index) {
        return members[index];
    }
}
