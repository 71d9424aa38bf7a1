package io.weir.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.wire.SecureBackend;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came out; medians, since the machine may be shared.
 *
 * @param rows the plain path first
 */
record SecureResult(SecureOptions options, List<Row> rows) {
    /** What is timed, in seconds. */
    enum Figure {
        /** One update, by {@code UpdateEncoder}. */
        ENCODE("encode"),
        /** From a round's last commit to its version. */
        COMMIT_TO_VERSION("commitToVersion"),
        /** The aggregator's work on a round, in one thread, from the broker. */
        RECOMPUTE("recompute"),
        /** The same from memory. */
        RECOMPUTE_IN_MEMORY("recomputeInMemory");

        private final String label;

        Figure(String label) {
            this.label = label;
        }
    }

    /** One path's figures. */
    static final class Row {
        private final SecureBackend backend;
        private final Map<Figure, List<Double>> seconds = new EnumMap<>(Figure.class);
        private long sentBytes;
        private String sumsDigest = "";
        private String modelDigest = "";

        Row(SecureBackend backend) {
            this.backend = backend;
        }

        void add(Figure figure, double value) {
            seconds.computeIfAbsent(figure, f -> new ArrayList<>()).add(value);
        }

        /** Of one update's chunks and shares. */
        void sentBytes(long bytes) {
            sentBytes = bytes;
        }

        /** Of the last round. */
        void digests(String sums, String model) {
            sumsDigest = sums;
            modelDigest = model;
        }

        double median(Figure figure) {
            double[] sorted = seconds.get(figure).stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    SecureResult {
        rows = List.copyOf(rows);
    }

    /** How a path is called; "plain" is the one without secure aggregation. */
    static String label(SecureBackend backend) {
        return backend == SecureBackend.NONE ? "plain" : backend.name().toLowerCase(Locale.ROOT);
    }

    private double bytesPerParameter(Row row) {
        return (double) row.sentBytes / options.parameters();
    }

    private double ratio(Row row, Figure figure) {
        return row.median(figure) / rows.get(0).median(figure);
    }

    private double addedMs(Row row) {
        return (row.median(Figure.ENCODE) - rows.get(0).median(Figure.ENCODE)) * 1e3;
    }

    /** Of a back-end; the plain path has none. */
    private List<SecureGoal> goals(Row row) {
        return row.backend == SecureBackend.NONE
                ? List.of()
                : List.of(
                        SecureGoal.addedMs(row.backend, addedMs(row)),
                        SecureGoal.bytesPerParameter(bytesPerParameter(row)),
                        SecureGoal.ratio(row.backend, ratio(row, Figure.RECOMPUTE)));
    }

    String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("participants", options.participants());
        json.put("parameters", options.parameters());
        json.put("committee", options.committee());
        json.put("valueBits", options.valueBits());
        json.put("repeat", options.repeat());
        ArrayNode paths = json.putArray("paths");
        for (Row row : rows) {
            ObjectNode path = paths.addObject();
            path.put("path", label(row.backend));
            for (Figure figure : Figure.values()) {
                ObjectNode of = path.putObject(figure.label);
                of.put("seconds", row.median(figure));
                of.put("ratio", ratio(row, figure));
                ArrayNode each = of.putArray("each");
                row.seconds.get(figure).forEach(each::add);
            }
            path.put("addedMs", addedMs(row));
            path.put("sentBytes", row.sentBytes);
            path.put("bytesPerParameter", bytesPerParameter(row));
            path.put("sumsDigest", row.sumsDigest);
            path.put("modelDigest", row.modelDigest);
            ArrayNode goals = path.putArray("goals");
            goals(row).forEach(goal -> goals.addObject()
                    .put("goal", goal.name())
                    .put("limit", goal.limit())
                    .put("value", goal.value())
                    .put("met", goal.isMet()));
        }
        return json.toString();
    }

    String toText() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d participants, %,d parameters, %d bits a hidden value, a committee of %d; medians%n%n"
                        + "%-7s %10s %10s %12s %18s %14s %7s %14s %7s%n",
                options.participants(),
                options.parameters(),
                options.valueBits(),
                options.committee(),
                "path",
                "encode ms",
                "added ms",
                "bytes/param",
                "commit→version s",
                "recompute s",
                "ratio",
                "in memory s",
                "ratio"));
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-7s %10.1f %10.1f %12.2f %18.3f %14.3f %7.2f %14.3f %7.2f%n",
                    label(row.backend),
                    row.median(Figure.ENCODE) * 1e3,
                    addedMs(row),
                    bytesPerParameter(row),
                    row.median(Figure.COMMIT_TO_VERSION),
                    row.median(Figure.RECOMPUTE),
                    ratio(row, Figure.RECOMPUTE),
                    row.median(Figure.RECOMPUTE_IN_MEMORY),
                    ratio(row, Figure.RECOMPUTE_IN_MEMORY)));
        }
        text.append(System.lineSeparator());
        for (Row row : rows) {
            goals(row)
                    .forEach(goal -> text.append(String.format(
                            Locale.ROOT,
                            "%-7s %-18s %8.2f, goal %s: %s%n",
                            label(row.backend),
                            goal.name(),
                            goal.value(),
                            goal.limit(),
                            goal.isMet() ? "met" : "missed")));
        }
        return text.toString();
    }
}
