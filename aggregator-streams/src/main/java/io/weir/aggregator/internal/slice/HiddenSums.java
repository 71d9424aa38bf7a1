package io.weir.aggregator.internal.slice;

import io.weir.aggregator.internal.HiddenRound;
import io.weir.privacy.secure.GroupKeys;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.GroupOpening;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Sums of hidden rows, one for each group and chunk of the slice: a row is added when it arrives and taken back, by reading
 * it again, if its update is not among those that the group's keys open.
 */
final class HiddenSums {
    private final HiddenRound round;
    private final List<Integer> indexes;
    private final VectorChunks layout;
    private final Map<Integer, Map<Integer, long[]>> sums = new HashMap<>();
    private final Map<HeldChunk, Integer> added = new HashMap<>();
    private final Map<Integer, OpenedGroup> opened = new HashMap<>();

    HiddenSums(HiddenRound round, List<Integer> indexes, VectorChunks layout) {
        this.round = round;
        this.indexes = indexes;
        this.layout = layout;
    }

    /** Takes in the first chunk that a participant sent for an index. */
    void arrived(HeldChunk chunk, String participant, long[] words) {
        int group = round.groupOf(participant);
        round.ring().add(of(group, chunk.chunkIndex()), exactly(chunk, words));
        added.put(chunk, group);
    }

    /**
     * Opens the sum of exactly these updates.
     *
     * @param committed a participant's chunks, by index
     */
    OpenedGroup open(GroupOpening opening, Function<String, Map<Integer, HeldChunk>> committed, ChunkLog<long[]> log) {
        OpenedGroup before = opened.get(opening.getGroup());
        if (before != null && before.opening().equals(opening)) {
            return before;
        }
        int group = opening.getGroup();
        Set<HeldChunk> wanted = new HashSet<>();
        long weight = 0;
        for (String participant : opening.getParticipants()) {
            Map<Integer, HeldChunk> chunks = committed.apply(participant);
            wanted.addAll(chunks.values());
            weight += chunks.values().iterator().next().weight();
        }
        settle(group, wanted, log);
        GroupKeys keys = round.keys(opening);
        Map<Integer, long[]> values = new TreeMap<>();
        indexes.forEach(
                index -> values.put(index, round.ring().open(index, of(group, index), layout.length(index), keys)));
        OpenedGroup result = new OpenedGroup(opening, weight, values);
        opened.put(group, result);
        return result;
    }

    private void settle(int group, Set<HeldChunk> wanted, ChunkLog<long[]> log) {
        List<HeldChunk> touched = new ArrayList<>();
        added.forEach((chunk, of) -> {
            if (of == group && !wanted.contains(chunk)) {
                touched.add(chunk);
            }
        });
        wanted.stream().filter(chunk -> !added.containsKey(chunk)).forEach(touched::add);
        log.read(touched, (chunk, words) -> {
            long[] sum = of(group, chunk.chunkIndex());
            if (wanted.contains(chunk)) {
                round.ring().add(sum, exactly(chunk, words));
                added.put(chunk, group);
            } else {
                round.ring().subtract(sum, exactly(chunk, words));
                added.remove(chunk);
            }
        });
    }

    /** A decoder's buffer is as long as the longest chunk. */
    private long[] exactly(HeldChunk chunk, long[] words) {
        int length = round.ring().words(layout.length(chunk.chunkIndex()));
        return words.length == length ? words : Arrays.copyOf(words, length);
    }

    private long[] of(int group, int chunkIndex) {
        return sums.computeIfAbsent(group, g -> new HashMap<>())
                .computeIfAbsent(chunkIndex, index -> round.ring().zero(layout.length(index)));
    }

    void clear() {
        sums.clear();
        added.clear();
        opened.clear();
    }
}
