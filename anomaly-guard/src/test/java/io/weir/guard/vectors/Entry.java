package io.weir.guard.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What another implementation made of some rows.
 *
 * @param aggregator its rule, or several with {@code >} between them
 * @param expected one row, or several if the rule gives rows
 * @param exact false if the other implementation draws random numbers
 */
record Entry(
        String id,
        String aggregator,
        JsonNode params,
        double[][] input,
        double[][] expected,
        double rtol,
        double atol,
        boolean exact) {
    static Entry of(JsonNode node) {
        JsonNode expected = node.required("expected");
        return new Entry(
                node.required("id").asText(),
                node.required("aggregator").asText(),
                node.path("params"),
                matrix(node.required("input")),
                expected.path(0).isArray() ? matrix(expected) : new double[][] {vector(expected)},
                node.path("rtol").asDouble(0),
                node.path("atol").asDouble(0),
                node.path("exact").asBoolean(true));
    }

    List<String> stages() {
        return List.of(aggregator.split(">", -1));
    }

    int n() {
        return input.length;
    }

    int f() {
        if (params.has("f")) {
            return params.get("f").asInt();
        }
        return params.has("beta") ? (int) (number("beta") * n()) : 0;
    }

    double number(String key) {
        return params.required(key).asDouble();
    }

    String text(String key, String absent) {
        return params.path(key).asText(absent);
    }

    double[] vector(String key) {
        return vector(params.required(key));
    }

    int[] integers(String key) {
        return IntStream.range(0, params.required(key).size())
                .map(i -> params.get(key).get(i).intValue())
                .toArray();
    }

    /**
     * By how much {@code actual} is farther off than the entry allows, or than {@code rtolLeast} and {@code atolLeast} do:
     * at most 0 if it matches, infinite if it has another shape.
     */
    double excess(double[][] actual, double rtolLeast, double atolLeast) {
        double excess = actual.length == expected.length ? 0 : Double.POSITIVE_INFINITY;
        for (int r = 0; r < actual.length && excess < Double.POSITIVE_INFINITY; r++) {
            if (actual[r].length != expected[r].length) {
                return Double.POSITIVE_INFINITY;
            }
            for (int c = 0; c < actual[r].length; c++) {
                double allowed = Math.max(atol, atolLeast) + Math.max(rtol, rtolLeast) * Math.abs(expected[r][c]);
                excess = Math.max(excess, Math.abs(actual[r][c] - expected[r][c]) - allowed);
            }
        }
        return excess;
    }

    private static double[][] matrix(JsonNode rows) {
        return IntStream.range(0, rows.size())
                .mapToObj(r -> vector(rows.get(r)))
                .toArray(double[][]::new);
    }

    private static double[] vector(JsonNode values) {
        return IntStream.range(0, values.size())
                .mapToDouble(i -> values.get(i).asDouble())
                .toArray();
    }
}
