package io.weir.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What came out; medians over the pairs, since the machine may be shared.
 *
 * @param peakRssBytes largest resident memory of the aggregator's process; -1 where it is not known
 */
record BenchResult(BenchOptions options, long topicBytes, List<Pair> pairs, long peakRssBytes, String digest) {
    /**
     * One reading of the topic by a bare consumer, and one aggregation of it, in turn.
     *
     * @param steps where the aggregation's time went
     */
    record Pair(double bareConsumerSeconds, double aggregateSeconds, RoundTimeline.Steps steps) {
        double ratio() {
            return aggregateSeconds / bareConsumerSeconds;
        }
    }

    private double median(ToDoubleFunction<Pair> figure) {
        double[] sorted = pairs.stream().mapToDouble(figure).sorted().toArray();
        return sorted.length % 2 == 1
                ? sorted[sorted.length / 2]
                : Arrays.stream(sorted, sorted.length / 2 - 1, sorted.length / 2 + 1)
                        .average()
                        .orElseThrow();
    }

    String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("participants", options.participants());
        json.put("parameters", options.parameters());
        json.put("rule", options.rule());
        json.put("codec", options.codec().name());
        json.put("partitions", options.partitions());
        json.put("topicBytes", topicBytes);
        json.put("bareConsumerSeconds", median(Pair::bareConsumerSeconds));
        json.put("aggregateSeconds", median(Pair::aggregateSeconds));
        json.put("ratio", median(Pair::ratio));
        json.put("peakRssBytes", peakRssBytes);
        json.put("digest", digest);
        ArrayNode each = json.putArray("pairs");
        pairs.forEach(pair -> each.addObject()
                .put("bareConsumerSeconds", pair.bareConsumerSeconds())
                .put("aggregateSeconds", pair.aggregateSeconds())
                .put("ratio", pair.ratio())
                .put("reportsMs", pair.steps().reports())
                .put("verdictMs", pair.steps().verdict())
                .put("sumsMs", pair.steps().sums())
                .put("stepMs", pair.steps().step()));
        return json.toString();
    }

    String toText() {
        return String.format(
                Locale.ROOT,
                "%d updates of %,d parameters (%s, %s), %.1f MB in the topic%n"
                        + "bare consumer   %.3f s%n"
                        + "aggregation     %.3f s, from the filled topic to the visible version: the last report at %.0f ms,"
                        + " the verdict at %.0f, the sums at %.0f, the version's chunks at %.0f%n"
                        + "ratio           %.2f (median of %d pairs)%n"
                        + "peak memory     %.0f MB resident, the aggregator's process%n"
                        + "model           %s%n",
                options.participants(),
                options.parameters(),
                options.codec(),
                options.rule(),
                topicBytes / 1e6,
                median(Pair::bareConsumerSeconds),
                median(Pair::aggregateSeconds),
                median(pair -> pair.steps().reports()),
                median(pair -> pair.steps().verdict()),
                median(pair -> pair.steps().sums()),
                median(pair -> pair.steps().step()),
                median(Pair::ratio),
                pairs.size(),
                peakRssBytes / 1e6,
                digest);
    }
}
