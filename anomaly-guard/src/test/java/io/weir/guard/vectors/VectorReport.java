package io.weir.guard.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Matches by rule. */
final class VectorReport {
    private final String how;
    private final Map<String, int[]> exact = new TreeMap<>();
    private final Map<String, int[]> stochastic = new TreeMap<>();
    private final Map<String, Integer> others = new TreeMap<>();
    private final List<String> mismatches = new ArrayList<>();

    VectorReport(String how) {
        this.how = how;
    }

    /** Adds an entry; {@code excess}, beyond what it allows, is empty if its rule is not ours. */
    void add(Entry entry, Optional<Double> excess) {
        if (excess.isEmpty()) {
            others.merge(entry.aggregator(), 1, Integer::sum);
            return;
        }
        int[] count = (entry.exact() ? exact : stochastic).computeIfAbsent(entry.aggregator(), rule -> new int[2]);
        boolean matches = excess.get() <= 0;
        count[0] += matches ? 1 : 0;
        count[1]++;
        if (entry.exact() && !matches) {
            mismatches.add(entry.id() + " " + entry.aggregator() + " by " + excess.get());
        }
    }

    /** Entries that must match and do not. */
    List<String> mismatches() {
        return mismatches;
    }

    /** Entries that must match and do. */
    int matches() {
        return exact.values().stream().mapToInt(count -> count[0]).sum();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Vectors " + how + ", matches / total\n");
        exact.forEach((rule, count) -> line(text, rule, count[0] + " / " + count[1]));
        line(
                text,
                "all",
                matches() + " / "
                        + exact.values().stream().mapToInt(count -> count[1]).sum());
        stochastic.forEach((rule, count) ->
                line(text, rule, count[0] + " / " + count[1] + ", random in the other implementation"));
        others.forEach((rule, count) -> line(text, rule, count + " left out: no rule of the guard"));
        mismatches.forEach(mismatch -> line(text, "MISMATCH", mismatch));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("  %-40s %s%n", name, value));
    }
}
