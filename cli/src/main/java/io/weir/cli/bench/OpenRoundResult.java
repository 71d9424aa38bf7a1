package io.weir.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came out: medians by number of retained rounds, and each against the first number's. */
record OpenRoundResult(OpenRoundOptions options, List<OpenRoundResult.Row> rows) {
    /** What is timed. */
    enum Figure {
        OPENING("opening", "previous version visible to round opened"),
        CLOSING("closing", "last record sent to new version visible"),
        ROUND("round", "round opened to new version visible, sending included"),
        START("start", "start of an instance to RUNNING"),
        START_TO_OPENED("startToOpened", "start of an instance to the next round opened"),
        NEW_TOPIC("newTopic", "topic wanted to its round opened");

        private final String key;
        private final String meaning;

        Figure(String key, String meaning) {
            this.key = key;
            this.meaning = meaning;
        }
    }

    /** The times of one number of retained rounds. */
    static final class Row {
        private final int retained;
        private final Map<Figure, List<Double>> seconds = new EnumMap<>(Figure.class);

        Row(int retained) {
            this.retained = retained;
        }

        void add(Figure figure, long nanos) {
            seconds.computeIfAbsent(figure, key -> new ArrayList<>()).add(nanos / 1e9);
        }

        /** NaN if nothing was timed. */
        double median(Figure figure) {
            double[] sorted = seconds.getOrDefault(figure, List.of()).stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            int middle = sorted.length / 2;
            if (sorted.length == 0) {
                return Double.NaN;
            }
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(retained + " retained rounds:");
            for (Figure figure : Figure.values()) {
                text.append(String.format(Locale.ROOT, " %s %.3f s", figure.key, median(figure)));
            }
            return text.toString();
        }
    }

    OpenRoundResult {
        rows = List.copyOf(rows);
    }

    double ratio(Row row, Figure figure) {
        return row.median(figure) / rows.get(0).median(figure);
    }

    String toText() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Medians of %d, %d partitions; ratio to %d retained rounds%n",
                options.repeat(),
                options.partitions(),
                rows.get(0).retained));
        for (Figure figure : Figure.values()) {
            text.append(String.format(Locale.ROOT, "%n%s%n", figure.meaning));
            for (Row row : rows) {
                text.append(String.format(
                        Locale.ROOT,
                        "  %6d retained  %8.3f s  ratio %.2f%n",
                        row.retained,
                        row.median(figure),
                        ratio(row, figure)));
            }
        }
        return text.toString();
    }

    String toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("partitions", options.partitions())
                .put("watched", options.watched())
                .put("repeat", options.repeat());
        ArrayNode array = json.putArray("retained");
        for (Row row : rows) {
            ObjectNode node = array.addObject().put("rounds", row.retained);
            for (Figure figure : Figure.values()) {
                node.putObject(figure.key)
                        .put("seconds", row.median(figure))
                        .put("ratio", ratio(row, figure))
                        .set("each", each(row, figure));
            }
        }
        return json.toPrettyString();
    }

    private static ArrayNode each(Row row, Figure figure) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        row.seconds.getOrDefault(figure, List.of()).forEach(array::add);
        return array;
    }
}
