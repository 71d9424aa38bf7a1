package io.weir.cli.report;

import java.util.List;
import java.util.Set;

/**
 * Participants by participants: the cosine of their updates, blue where they point the same way, red where they point
 * against each other. Attackers who send much the same stand out as a block.
 */
final class SimilarityMap {
    /** Of a bold name. */
    private static final double CHARACTER = 8.4;

    private static final double SMALLEST_CELL = 20;
    private static final double WIDEST_CELL = 46;
    private static final double SMALLEST_WITH_NUMBER = 34;
    /** Beyond it a cell is dark enough for light text. */
    private static final double STRONG = 0.55;

    private static final int NAME_COLUMNS = 16;
    private static final double RIGHT = 8;

    private final Similarity similarity;
    private final long round;
    private final Set<String> rejected;

    /** A map of one round. */
    SimilarityMap(Similarity similarity, long round, Set<String> rejected) {
        this.similarity = similarity;
        this.round = round;
        this.rejected = Set.copyOf(rejected);
    }

    Markup draw(String id) {
        List<String> names = similarity.participants();
        double labels =
                names.stream().mapToInt(name -> Text.width(shown(name))).max().orElse(0) * CHARACTER + 12;
        double cell = Math.max(
                SMALLEST_CELL, Math.min(WIDEST_CELL, (Plot.FULL - labels - RIGHT) / Math.max(1, names.size())));
        double size = labels + cell * names.size() + RIGHT;
        Markup svg = new Markup();
        svg.open(
                "svg",
                "viewBox",
                "0 0 " + Math.round(size) + " " + Math.round(size),
                "width",
                size,
                "height",
                size,
                "xmlns",
                "http://www.w3.org/2000/svg",
                "role",
                "img",
                "aria-labelledby",
                id + "-t " + id + "-d");
        svg.leaf("title", "Cosines of the updates of round " + round, "id", id + "-t");
        svg.leaf("desc", "A table of the same figures follows.", "id", id + "-d");
        for (int i = 0; i < names.size(); i++) {
            double middle = labels + cell * (i + 0.5);
            label(svg, names.get(i), labels - 8, middle + 4, "end", "");
            label(svg, names.get(i), middle + 4, labels - 8, "start", "-90");
            for (int j = 0; j < names.size(); j++) {
                cell(svg, i, j, labels + cell * j, labels + cell * i, cell);
            }
        }
        return svg.close("svg").line();
    }

    private static String shown(String name) {
        return Text.shorten(Text.clean(name), NAME_COLUMNS);
    }

    private void label(Markup svg, String name, double x, double y, String anchor, String degrees) {
        String style = rejected.contains(name) ? "row-name refused" : "row-name";
        if (degrees.isEmpty()) {
            svg.open("text", "x", x, "y", y, "text-anchor", anchor, "class", style);
        } else {
            String turn = "translate(" + Numbers.fixed(x, 1) + " " + Numbers.fixed(y, 1) + ") rotate(" + degrees + ")";
            svg.open("text", "transform", turn, "text-anchor", anchor, "class", style);
        }
        svg.leaf("title", name).text(shown(name)).close("text");
    }

    private void cell(Markup svg, int row, int column, double x, double y, double size) {
        double cosine = Math.max(-1, Math.min(1, similarity.cosine(row, column)));
        svg.open("g");
        svg.leaf(
                "title",
                similarity.participants().get(row) + " and "
                        + similarity.participants().get(column) + ": cosine " + Numbers.fixed(cosine, 3) + ", distance "
                        + Numbers.significant(similarity.distance(row, column)));
        svg.empty("rect", "x", x, "y", y, "width", size - 1, "height", size - 1, "class", "unlike");
        svg.empty(
                "rect",
                "x",
                x,
                "y",
                y,
                "width",
                size - 1,
                "height",
                size - 1,
                "class",
                cosine < 0 ? "against" : "alike",
                "fill-opacity",
                Numbers.fixed(Math.abs(cosine), 3));
        if (size >= SMALLEST_WITH_NUMBER) {
            String style = Math.abs(cosine) > STRONG ? "cosine strong" : "cosine";
            String figure = Numbers.fixed(cosine, 2);
            svg.leaf(
                    "text",
                    figure.equals("-0.00") ? "0.00" : figure,
                    "x",
                    x + (size - 1) / 2,
                    "y",
                    y + size / 2 + 4,
                    "text-anchor",
                    "middle",
                    "class",
                    style);
        }
        svg.close("g");
    }
}
