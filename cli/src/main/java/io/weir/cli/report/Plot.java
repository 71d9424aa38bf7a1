package io.weir.cli.report;

import io.weir.cli.report.DemoResult.Failed;
import io.weir.cli.report.DemoResult.Round;
import java.util.List;

/** The frame that plots over rounds share: one band for each round along x, a scale along y. */
final class Plot {
    /** Width of a plot at full width, at half of it, and on a telephone, in CSS pixels. */
    static final int FULL = 976;

    static final int HALF = 460;
    static final int NARROW = 340;

    private static final double LABEL_SPACE = 20;

    /** Space around the plotted area. */
    record Margins(double left, double right, double top, double bottom) {}

    private final Markup svg = new Markup();
    private final List<Round> rounds;
    final double left;
    final double right;
    final double top;
    final double bottom;

    Plot(int width, int height, Margins margins, List<Round> rounds, String id, String title, String description) {
        this.rounds = rounds;
        left = margins.left();
        right = width - margins.right();
        top = margins.top();
        bottom = height - margins.bottom();
        svg.open(
                "svg",
                "viewBox",
                "0 0 " + width + " " + height,
                "xmlns",
                "http://www.w3.org/2000/svg",
                "role",
                "img",
                "aria-labelledby",
                id + "-t " + id + "-d");
        svg.leaf("title", title, "id", id + "-t").leaf("desc", description, "id", id + "-d");
    }

    double band() {
        return (right - left) / Math.max(1, rounds.size());
    }

    double x(int index) {
        return left + (index + 0.5) * band();
    }

    Markup svg() {
        return svg;
    }

    Markup finish() {
        return svg.close("svg").line();
    }

    /** Grid lines and labels of the y axis; the title stands above the axis, where it can be read without turning. */
    void yAxis(Scale scale, String title) {
        label(0, 14, "start", "axis-title", title);
        for (Scale.Tick tick : scale.ticks()) {
            double y = scale.position(tick.value());
            line(left, y, right, y, "grid");
            label(left - 7, y + 4, "end", "tick", tick.label());
        }
    }

    /** Labels of the rounds, thinned where they would touch, and shading behind the failed ones. */
    void roundAxis() {
        line(left, bottom, right, bottom, "axis");
        for (int i = 0; i < rounds.size(); i++) {
            Round round = rounds.get(i);
            if (isLabelled(round.round(), i, band())) {
                line(x(i), bottom, x(i), bottom + 4, "axis");
                label(x(i), bottom + 17, "middle", "tick", Long.toString(round.round()));
            }
            if (round.outcome() instanceof Failed failed) {
                shade(i, failed);
            }
        }
        label((left + right) / 2, bottom + 35, "middle", "axis-title", "round");
    }

    void line(double x1, double y1, double x2, double y2, String style) {
        svg.empty("line", "x1", x1, "y1", y1, "x2", x2, "y2", y2, "class", style);
    }

    void label(double x, double y, String anchor, String style, String text) {
        svg.leaf("text", text, "x", x, "y", y, "text-anchor", anchor, "class", style);
    }

    /** Whether the label of a round fits, where each round has {@code band} pixels. */
    static boolean isLabelled(long round, int index, double band) {
        long every = every(band);
        return round % every == 0 || (index == 0 && every - round % every > every / 2.0);
    }

    private static long every(double band) {
        for (long power = 1; ; power *= 10) {
            for (long factor : new long[] {1, 2, 5}) {
                if (factor * power * band >= LABEL_SPACE) {
                    return factor * power;
                }
            }
        }
    }

    private void shade(int index, Failed failed) {
        svg.open(
                "rect",
                "x",
                x(index) - band() / 2,
                "y",
                top,
                "width",
                band(),
                "height",
                bottom - top,
                "class",
                "failed-round");
        svg.leaf("title", "Round " + rounds.get(index).round() + " failed: " + failed.reason())
                .close("rect");
    }
}
