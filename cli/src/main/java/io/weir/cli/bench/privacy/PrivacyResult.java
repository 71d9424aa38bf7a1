package io.weir.cli.bench.privacy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Quality by budget, as a table that is good Markdown as well. */
record PrivacyResult(PrivacyOptions options, List<Line> lines) {
    /**
     * One budget.
     *
     * @param multiplier of the bank with the most noise, or of the sums' noise; 0 without any
     * @param auc mean of the seeds
     * @param aucMin the worst seed's
     * @param seconds of a bank's local training in a round
     */
    record Line(double epsilon, double multiplier, double auc, double aucMin, double averagePrecision, double seconds) {
        static Line of(double epsilon, double multiplier, List<MemoryTraining.Result> results) {
            return new Line(
                    epsilon,
                    multiplier,
                    mean(results.stream().map(MemoryTraining.Result::auc).toList()),
                    results.stream()
                            .mapToDouble(MemoryTraining.Result::auc)
                            .min()
                            .orElseThrow(),
                    mean(results.stream()
                            .map(MemoryTraining.Result::averagePrecision)
                            .toList()),
                    mean(results.stream().map(MemoryTraining.Result::seconds).toList()));
        }

        private static double mean(List<Double> values) {
            return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        }
    }

    String toText() {
        String heading = String.format(
                Locale.ROOT,
                "%s, %s, %d banks, %d rounds, delta %s, privacy of %s; means of %d seeds from %d on.%n%n"
                        + "| epsilon | noise multiplier | AUC | worst AUC | AP | seconds of a local training |%n"
                        + "|---|---|---|---|---|---|%n",
                options.data().map(csv -> csv.file().getFileName().toString()).orElse("Generated transactions"),
                options.model(),
                options.banks(),
                options.rounds(),
                options.delta(),
                options.whole()
                        .map(whole -> "whole banks, " + whole.shares() + " share the noise, clip " + whole.clip())
                        .orElse("rows"),
                options.seeds(),
                options.seed());
        return lines.stream()
                .map(line -> String.format(
                        Locale.ROOT,
                        "| %s | %.3f | %.4f | %.4f | %.4f | %.3f |%n",
                        text(line.epsilon()),
                        line.multiplier(),
                        line.auc(),
                        line.aucMin(),
                        line.averagePrecision(),
                        line.seconds()))
                .collect(Collectors.joining("", heading, ""));
    }

    private static String text(double epsilon) {
        return Double.isInfinite(epsilon) ? "∞" : String.valueOf(epsilon);
    }

    String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model", options.model().toString());
        json.put("banks", options.banks());
        json.put("rounds", options.rounds());
        json.put("delta", options.delta());
        json.put("level", options.whole().isPresent() ? "participant" : "records");
        json.put("statistics", options.statistics().name().toLowerCase(Locale.ROOT));
        json.put("seeds", options.seeds());
        for (Line line : lines) {
            ObjectNode entry = json.withArray("lines").addObject();
            // JSON has no infinity: training without differential privacy has no epsilon.
            if (Double.isInfinite(line.epsilon())) {
                entry.putNull("epsilon");
            } else {
                entry.put("epsilon", line.epsilon());
            }
            entry.put("noiseMultiplier", line.multiplier());
            entry.put("auc", line.auc());
            entry.put("aucMin", line.aucMin());
            entry.put("ap", line.averagePrecision());
            entry.put("trainingSeconds", line.seconds());
        }
        return json.toString();
    }
}
