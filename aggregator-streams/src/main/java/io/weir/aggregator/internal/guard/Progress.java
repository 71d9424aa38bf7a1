package io.weir.aggregator.internal.guard;

import io.weir.wire.ChunkStatistics;
import io.weir.wire.SliceMeasured;
import io.weir.wire.SliceRefused;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What was heard of one participant in a round, by partition; the order of reports does not matter. */
final class Progress {
    final Map<Integer, SliceMeasured> measured = new TreeMap<>();
    private final Map<Integer, SliceRefused> proven = new TreeMap<>();
    private final Map<Integer, SliceRefused> doubts = new TreeMap<>();

    void refused(SliceRefused report) {
        Map<Integer, SliceRefused> reports = report.getProven() ? proven : doubts;
        reports.merge(report.getPartition(), report, (a, b) -> a.getOffset() <= b.getOffset() ? a : b);
    }

    boolean equivocates() {
        return measured.values().stream()
                        .map(SliceMeasured::getCommitDigest)
                        .distinct()
                        .count()
                > 1;
    }

    boolean isRefused() {
        return !proven.isEmpty() || equivocates();
    }

    /** In their order, whatever partition they came through. */
    List<ChunkStatistics> chunks() {
        return measured.values().stream()
                .flatMap(report -> report.getChunks().stream())
                .sorted(Comparator.comparingInt(ChunkStatistics::getChunkIndex))
                .toList();
    }

    /** The report of partition 0, which every whole update has. */
    SliceMeasured first() {
        return measured.get(0);
    }

    Optional<SliceRefused> firstRefusal() {
        return Stream.concat(proven.values().stream(), doubts.values().stream()).findFirst();
    }
}
