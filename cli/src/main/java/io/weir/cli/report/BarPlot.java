package io.weir.cli.report;

import io.weir.cli.report.DemoResult.Round;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** One bar for each round. */
final class BarPlot {
    private static final double BAND_WITH_VALUES = 34;

    private final List<Round> rounds;
    private final String title;
    private final String axis;
    private final ToDoubleFunction<Round> value;
    private final Function<Round, String> words;

    private BarPlot(
            List<Round> rounds,
            String title,
            String axis,
            ToDoubleFunction<Round> value,
            Function<Round, String> words) {
        this.rounds = rounds;
        this.title = title;
        this.axis = axis;
        this.value = value;
        this.words = words;
    }

    static BarPlot bytes(List<Round> rounds) {
        int unit = Numbers.sizeUnit(
                rounds.stream().mapToLong(Round::updateBytes).max().orElse(0));
        double unitBytes = Numbers.sizeUnitBytes(unit);
        return new BarPlot(
                rounds,
                "Bytes of updates by round",
                Numbers.sizeUnitName(unit),
                round -> round.updateBytes() / unitBytes,
                round -> Numbers.bytes(round.updateBytes()));
    }

    static BarPlot seconds(List<Round> rounds) {
        return new BarPlot(
                rounds, "Seconds by round", "s", Round::seconds, round -> Numbers.seconds(round.seconds()) + " s");
    }

    Markup draw(String id, int width) {
        double highest = rounds.stream()
                .mapToDouble(value)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        Plot plot = new Plot(
                width,
                220,
                new Plot.Margins(46, 10, 34, 44),
                rounds,
                id,
                title,
                "One bar for each round; the highest is " + Numbers.significant(highest) + " " + axis + ".");
        Scale scale = Scale.linear(0, highest > 0 ? highest : 1, plot.bottom, plot.top, 4);
        plot.yAxis(scale, axis);
        plot.roundAxis();
        for (int i = 0; i < rounds.size(); i++) {
            double bar = value.applyAsDouble(rounds.get(i));
            if (Double.isFinite(bar)) {
                bar(plot, scale, i, bar);
            }
        }
        return plot.finish();
    }

    private void bar(Plot plot, Scale scale, int index, double height) {
        Round round = rounds.get(index);
        double y = scale.position(height);
        double width = Math.max(1, Math.min(plot.band() * 0.7, 40));
        plot.svg()
                .open(
                        "rect",
                        "x",
                        plot.x(index) - width / 2,
                        "y",
                        y,
                        "width",
                        width,
                        "height",
                        Math.max(0, plot.bottom - y),
                        "class",
                        "bar",
                        "data-round",
                        round.round())
                .leaf("title", "Round " + round.round() + ": " + words.apply(round))
                .close("rect");
        if (plot.band() >= BAND_WITH_VALUES) {
            plot.label(plot.x(index), y - 5, "middle", "bar-value", Numbers.significant(height, 3));
        }
    }
}
