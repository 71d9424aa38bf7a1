package io.weir.cli.report;

import io.weir.cli.report.DemoResult.Rejection;
import io.weir.cli.report.DemoResult.Round;
import io.weir.cli.report.DemoResult.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Participants by rounds: who was admitted, who was rejected and why, who did not answer. */
final class VerdictMap {
    private static final double CHARACTER = 7.2;
    private static final double SMALLEST_CELL = 8.5;
    private static final double SMALLEST_TOUCHABLE_CELL = 26;
    private static final double WIDEST_CELL = 64;
    private static final double ROW = 26;
    private static final double RIGHT = 12;
    private static final double SMALLEST_WITH_MARK = 19;

    private final DemoResult result;
    private final List<String> names;
    private final Map<String, String> codes;

    VerdictMap(DemoResult result) {
        this.result = result;
        this.names = result.names();
        this.codes = codes(result.rounds());
    }

    /** Two or three characters for each reason, by reason: the initials of its words, with a number if taken. */
    static Map<String, String> codes(List<Round> rounds) {
        TreeSet<String> reasons = new TreeSet<>();
        rounds.forEach(round -> round.rejected().forEach(rejection -> reasons.add(rejection.reason())));
        Map<String, String> codes = new LinkedHashMap<>();
        for (String reason : reasons) {
            String initials = initials(reason);
            String code = initials;
            for (int number = 2; codes.containsValue(code); number++) {
                code = initials + number;
            }
            codes.put(reason, code);
        }
        return codes;
    }

    Map<String, String> codes() {
        return codes;
    }

    private static String initials(String reason) {
        String[] words = Text.clean(reason).toUpperCase(Locale.ROOT).split("[^A-Z0-9]+", -1);
        StringBuilder initials = new StringBuilder();
        for (String word : words) {
            if (!word.isEmpty() && initials.length() < 2) {
                initials.append(word.charAt(0));
            }
        }
        return initials.isEmpty() ? "?" : initials.toString();
    }

    /** Cells keep a size that can be seen; with many rounds the drawing is wider than {@code width} and scrolls. */
    Markup draw(String id, int width) {
        double labels = labelWidth(width);
        int columns = Math.max(1, result.rounds().size());
        double smallest = width <= Plot.NARROW ? SMALLEST_TOUCHABLE_CELL : SMALLEST_CELL;
        double cell = Math.max(smallest, Math.min(WIDEST_CELL, (width - labels - RIGHT) / columns));
        double drawn = labels + cell * columns + RIGHT;
        double height = ROW * names.size() + 44;
        Markup svg = new Markup();
        svg.open(
                "svg",
                "viewBox",
                "0 0 " + Math.round(drawn) + " " + Math.round(height),
                "width",
                drawn,
                "height",
                height,
                "class",
                drawn <= Plot.FULL ? "fits" : "scrolls",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "role",
                "img",
                "aria-labelledby",
                id + "-t " + id + "-d");
        svg.leaf("title", "Verdicts by participant and round", "id", id + "-t");
        svg.leaf("desc", description(), "id", id + "-d");
        for (int p = 0; p < names.size(); p++) {
            String shown = Text.shorten(Text.clean(names.get(p)), (int) ((labels - 8) / CHARACTER));
            svg.open("text", "x", labels - 8, "y", ROW * p + 17, "text-anchor", "end", "class", "row-name")
                    .leaf("title", names.get(p))
                    .text(shown)
                    .close("text");
            for (int r = 0; r < result.rounds().size(); r++) {
                cell(svg, result.rounds().get(r), names.get(p), labels + cell * r, ROW * p, cell);
            }
        }
        axis(svg, labels, cell);
        return svg.close("svg").line();
    }

    private double labelWidth(int width) {
        int longest = names.stream()
                .mapToInt(name -> Text.width(Text.clean(name)))
                .max()
                .orElse(0);
        return Math.min(longest * CHARACTER + 12, width * 0.3);
    }

    private String description() {
        List<String> sentences = new ArrayList<>();
        for (String name : names) {
            long admitted = result.rounds().stream()
                    .filter(round -> round.verdictOn(name) == Verdict.ADMITTED)
                    .count();
            long rejected = result.rounds().stream()
                    .filter(round -> round.verdictOn(name) == Verdict.REJECTED)
                    .count();
            sentences.add(name + ": admitted " + admitted + ", rejected " + rejected + " of "
                    + result.rounds().size() + ".");
        }
        return String.join(" ", sentences);
    }

    private void cell(Markup svg, Round round, String name, double x, double y, double width) {
        Verdict verdict = round.verdictOn(name);
        String reason = round.rejectionOf(name).map(Rejection::reason).orElse("");
        svg.open("g", "data-round", round.round(), "data-participant", name);
        svg.leaf("title", name + ", round " + round.round() + ": " + words(verdict, reason));
        shape(svg, verdict, codes.getOrDefault(reason, ""), x, y, width);
        svg.close("g");
    }

    /** A cell of the map, also used as its legend's key. */
    static void shape(Markup svg, Verdict verdict, String code, double x, double y, double width) {
        String style = "cell " + verdict.name().toLowerCase(Locale.ROOT);
        boolean small = width < SMALLEST_WITH_MARK;
        double gap = small ? 1 : 3;
        double corner = small ? 2 : 4;
        svg.empty(
                "rect",
                "x",
                x + gap / 2,
                "y",
                y + 1.5,
                "width",
                width - gap,
                "height",
                ROW - 3,
                "rx",
                corner,
                "class",
                style);
        if (!small) {
            mark(svg, verdict, code, x + width / 2, y + ROW / 2);
        }
    }

    private static void mark(Markup svg, Verdict verdict, String code, double middle, double centre) {
        switch (verdict) {
            case ADMITTED ->
                svg.empty(
                        "polyline",
                        "points",
                        point(middle - 4, centre) + " " + point(middle - 1, centre + 3.5) + " "
                                + point(middle + 5, centre - 4),
                        "class",
                        "tick-mark");
            case REJECTED ->
                svg.leaf("text", code, "x", middle, "y", centre + 4, "text-anchor", "middle", "class", "code");
            case VOID ->
                svg.empty("line", "x1", middle - 4, "y1", centre, "x2", middle + 4, "y2", centre, "class", "void-mark");
            case MISSING -> {}
        }
    }

    private static String point(double x, double y) {
        return Numbers.fixed(x, 1) + "," + Numbers.fixed(y, 1);
    }

    private void axis(Markup svg, double labels, double cell) {
        double y = ROW * names.size() + 16;
        for (int r = 0; r < result.rounds().size(); r++) {
            long number = result.rounds().get(r).round();
            if (!Plot.isLabelled(number, r, cell)) {
                continue;
            }
            String round = Long.toString(number);
            svg.leaf("text", round, "x", labels + cell * (r + 0.5), "y", y, "text-anchor", "middle", "class", "tick");
        }
        double middle = labels + cell * result.rounds().size() / 2;
        svg.leaf("text", "round", "x", middle, "y", y + 20, "text-anchor", "middle", "class", "axis-title");
    }

    static String words(Verdict verdict, String reason) {
        return switch (verdict) {
            case ADMITTED -> "admitted";
            case REJECTED -> "rejected, " + reason;
            case MISSING -> "no update arrived";
            case VOID -> "arrived, but the round failed";
        };
    }
}
