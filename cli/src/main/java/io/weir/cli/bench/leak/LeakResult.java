package io.weir.cli.bench.leak;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What came out.
 *
 * @param width inputs of the model
 * @param hidden its hidden units
 */
public record LeakResult(LeakOptions options, int width, int hidden, List<LeakCell> cells) {
    public LeakResult {
        cells = List.copyOf(cells);
    }

    Optional<LeakCell> cell(String attack, View view, int batch) {
        return cells.stream()
                .filter(cell -> cell.attack().equals(attack) && cell.view() == view && cell.batch() == batch)
                .findFirst();
    }

    /** Tables, good Markdown as well: for each attack, the share of rows recovered by view and rows of a participant. */
    public String toText() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s, perceptron %d-%d-1 at initialisation, clipping bound %s, seed %d.%n",
                options.data()
                        .map(csv -> String.valueOf(csv.file().getFileName()))
                        .orElse("Normal numbers"),
                width,
                hidden,
                Sight.CLIP,
                options.seed()));
        table(text, LeakBench.ANALYTIC, options.trials());
        if (options.matchings() > 0) {
            table(text, LeakBench.MATCHING, options.matchings());
        }
        return text.toString();
    }

    private void table(StringBuilder text, String attack, int trials) {
        int smallest = options.batches().get(0);
        text.append(String.format(
                Locale.ROOT,
                "%nShare of rows recovered, attack %s, %d trials; exact matches and PSNR with %d a participant, floor in"
                        + " brackets:%n%n| what is seen",
                attack,
                trials,
                smallest));
        options.batches().forEach(batch -> text.append(" | ").append(batch));
        text.append(" | exact | PSNR, dB |\n| ---")
                .append(" | ---".repeat(options.batches().size() + 2));
        text.append(" |\n");
        for (View view : View.values()) {
            text.append("| ").append(view.label());
            for (int batch : options.batches()) {
                text.append(" | ")
                        .append(cell(attack, view, batch)
                                .map(cell -> String.format(
                                        Locale.ROOT, "%.2f (%.2f)", cell.recovered(), cell.floorRecovered()))
                                .orElse("–"));
            }
            text.append(cell(attack, view, smallest)
                    .map(cell -> String.format(
                            Locale.ROOT, " | %.2f | %.0f (%.0f) |%n", cell.exact(), cell.psnr(), cell.floorPsnr()))
                    .orElse(" | – | – |\n"));
        }
    }

    /** One JSON document. */
    public String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        options.data()
                .ifPresent(csv -> json.put("data", String.valueOf(csv.file().getFileName())));
        json.put("inputs", width);
        json.put("hidden", hidden);
        json.put("clip", Sight.CLIP);
        json.put("seed", options.seed());
        ArrayNode each = json.putArray("cells");
        for (LeakCell cell : cells) {
            each.addObject()
                    .put("attack", cell.attack())
                    .put("seen", cell.view().label())
                    .put("batch", cell.batch())
                    .put("trials", cell.trials())
                    .put("recovered", cell.recovered())
                    .put("exact", cell.exact())
                    .put("psnr", cell.psnr())
                    .put("floorRecovered", cell.floorRecovered())
                    .put("floorPsnr", cell.floorPsnr());
        }
        return json.toString();
    }
}
