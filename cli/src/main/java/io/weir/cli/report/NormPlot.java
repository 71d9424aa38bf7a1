package io.weir.cli.report;

import io.weir.cli.report.DemoResult.Round;
import io.weir.cli.report.DemoResult.Verdict;
import java.util.List;
import java.util.stream.DoubleStream;

/** The L2 norm of every update on a logarithmic scale: an attack by size stands out at once. */
final class NormPlot {
    /** Participants told apart by colour; with more, one colour serves all. */
    static final int COLOURS = 8;

    private static final double STRIP = 32;

    private final DemoResult result;
    private final List<String> names;

    NormPlot(DemoResult result) {
        this.result = result;
        this.names = result.names();
    }

    static String colour(int participant, int participants) {
        return participants <= COLOURS ? "p" + participant : "p0 many";
    }

    Markup draw(String id, int width) {
        boolean strip = result.rounds().stream()
                .flatMap(round -> round.norms().values().stream())
                .anyMatch(norm -> !Double.isFinite(norm));
        Plot plot = new Plot(
                width,
                strip ? 330 : 300,
                new Plot.Margins(54, 10, 34 + (strip ? STRIP : 0), 44),
                result.rounds(),
                id,
                "Norms of the updates by participant and round",
                "One mark for each update that arrived, on a logarithmic scale; rejected updates are crosses.");
        Scale scale = scale(plot);
        plot.yAxis(scale, "L2 norm of the update");
        if (strip) {
            plot.line(plot.left, plot.top - STRIP * 0.6, plot.right, plot.top - STRIP * 0.6, "grid");
            plot.label(plot.left - 7, plot.top - STRIP * 0.6 + 4, "end", "tick", "NaN, ∞");
        }
        plot.roundAxis();
        bounds(plot, scale);
        for (int i = 0; i < result.rounds().size(); i++) {
            marks(plot, scale, i);
        }
        return plot.finish();
    }

    private Scale scale(Plot plot) {
        double[] values = result.rounds().stream()
                .flatMapToDouble(round -> DoubleStream.concat(
                        round.norms().values().stream().mapToDouble(Double::doubleValue),
                        DoubleStream.of(round.clippingBound())))
                .filter(value -> Double.isFinite(value) && value > 0)
                .toArray();
        double low = DoubleStream.of(values).min().orElse(0.1);
        double high = DoubleStream.of(values).max().orElse(10);
        return Scale.logarithmic(low, high, plot.bottom, plot.top);
    }

    /** One line for each run of rounds with the same bound. */
    private void bounds(Plot plot, Scale scale) {
        List<Round> rounds = result.rounds();
        int from = 0;
        for (int i = 1; i <= rounds.size(); i++) {
            double bound = rounds.get(from).clippingBound();
            if (i < rounds.size() && Double.compare(rounds.get(i).clippingBound(), bound) == 0) {
                continue;
            }
            if (Double.isFinite(bound) && bound > 0) {
                double y = scale.position(bound);
                double half = plot.band() / 2;
                plot.line(plot.x(from) - half, y, plot.x(i - 1) + half, y, "bound");
            }
            from = i;
        }
    }

    /** Marks of one round stand beside each other, in the participants' order. */
    private void marks(Plot plot, Scale scale, int index) {
        Round round = result.rounds().get(index);
        double slot = Math.min(plot.band() * 0.8 / Math.max(1, names.size()), 13);
        double size = Math.max(2.4, Math.min(4, slot * 0.6));
        for (int p = 0; p < names.size(); p++) {
            Double norm = round.norms().get(names.get(p));
            if (norm == null) {
                continue;
            }
            double x = plot.x(index) + (p - (names.size() - 1) / 2.0) * slot;
            double y = Double.isFinite(norm) ? scale.position(norm) : plot.top - STRIP * 0.6;
            mark(plot.svg(), round, p, x, y, size);
        }
    }

    private void mark(Markup svg, Round round, int participant, double x, double y, double size) {
        String name = names.get(participant);
        boolean rejected = round.verdictOn(name) == Verdict.REJECTED;
        svg.open("g", "data-round", round.round(), "data-participant", name);
        svg.leaf(
                "title",
                name + ", round " + round.round() + ": norm "
                        + Numbers.significant(round.norms().get(name))
                        + round.rejectionOf(name)
                                .map(rejection -> ", rejected: " + rejection.reason())
                                .orElse(""));
        if (rejected) {
            double arm = Math.max(3, size);
            svg.empty("line", "x1", x - arm, "y1", y - arm, "x2", x + arm, "y2", y + arm, "class", "cross");
            svg.empty("line", "x1", x - arm, "y1", y + arm, "x2", x + arm, "y2", y - arm, "class", "cross");
        } else {
            svg.empty(
                    "circle",
                    "cx",
                    x,
                    "cy",
                    y,
                    "r",
                    size,
                    "class",
                    (size < 3 ? "" : "mark ") + colour(participant, names.size()));
        }
        svg.close("g");
    }
}
