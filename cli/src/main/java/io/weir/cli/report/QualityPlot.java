package io.weir.cli.report;

import io.weir.cli.report.DemoResult.Round;
import io.weir.cli.report.DemoResult.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** One metric over the rounds: the federation's line between the levels of local-only and pooled training. */
final class QualityPlot {
    private static final double LABEL_HEIGHT = 15;

    private record EndLabel(double y, String style, String text) {}

    private final DemoResult result;
    private final String metric;
    private final ToDoubleFunction<Score> value;

    QualityPlot(DemoResult result, String metric, ToDoubleFunction<Score> value) {
        this.result = result;
        this.metric = metric;
        this.value = value;
    }

    Markup draw(String id, int width) {
        boolean named = width >= Plot.HALF;
        Plot plot = new Plot(
                width,
                280,
                new Plot.Margins(42, named ? 124 : 48, 34, 44),
                result.rounds(),
                id,
                metric + " by round",
                "The federation's " + metric + " on the held-back rows after each round: " + level(federated())
                        + " at the end. Alone the participants reach " + level(localOnly())
                        + " on average, pooled training reaches " + level(pooled()) + ".");
        double[] values = finiteValues();
        if (values.length == 0) {
            plot.label((plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2, "middle", "tick", "not measured");
            return plot.finish();
        }
        double low = DoubleStream.of(values).min().getAsDouble();
        double high = DoubleStream.of(values).max().getAsDouble();
        Scale scale = Scale.linear(low, high, plot.bottom, plot.top, 5);
        plot.yAxis(scale, metric);
        plot.roundAxis();
        level(plot, scale, localOnly(), "local");
        level(plot, scale, pooled(), "pooled");
        line(plot, scale);
        endLabels(plot, scale, named);
        return plot.finish();
    }

    private void level(Plot plot, Scale scale, double level, String style) {
        if (Double.isFinite(level)) {
            double y = scale.position(level);
            plot.line(plot.left, y, plot.right, y, "level " + style);
        }
    }

    /** Rounds without a measurement interrupt the line. */
    private void line(Plot plot, Scale scale) {
        List<Round> rounds = result.rounds();
        for (int i = 1; i < rounds.size(); i++) {
            double before = of(rounds.get(i - 1));
            double after = of(rounds.get(i));
            if (Double.isFinite(before) && Double.isFinite(after)) {
                plot.line(plot.x(i - 1), scale.position(before), plot.x(i), scale.position(after), "line federated");
            }
        }
        boolean dense = plot.band() < 12;
        double radius = dense ? 1.5 : 3.5;
        for (int i = 0; i < rounds.size(); i++) {
            double score = of(rounds.get(i));
            if (Double.isFinite(score)) {
                long round = rounds.get(i).round();
                plot.svg()
                        .open(
                                "circle",
                                "cx",
                                plot.x(i),
                                "cy",
                                scale.position(score),
                                "r",
                                radius,
                                "class",
                                dense ? "dense federated" : "dot federated",
                                "data-round",
                                round)
                        .leaf("title", "Round " + round + ": " + metric + " " + Numbers.score(score))
                        .close("circle");
            }
        }
    }

    /** Labels at the right end of each line, moved apart where lines meet; by value alone where space is scarce. */
    private void endLabels(Plot plot, Scale scale, boolean named) {
        List<EndLabel> labels = new ArrayList<>();
        addLabel(labels, scale, pooled(), "pooled", named ? "pooled " : "");
        addLabel(labels, scale, federated(), "federated", named ? "federated " : "");
        addLabel(labels, scale, localOnly(), "local", named ? "local-only " : "");
        labels.sort(Comparator.comparingDouble(EndLabel::y));
        double[] y = labels.stream().mapToDouble(EndLabel::y).toArray();
        for (int i = 1; i < y.length; i++) {
            y[i] = Math.max(y[i], y[i - 1] + LABEL_HEIGHT);
        }
        double excess = y.length == 0 ? 0 : Math.max(0, y[y.length - 1] - plot.bottom);
        for (int i = y.length - 1; i >= 0; i--) {
            double limit = i == y.length - 1 ? plot.bottom : y[i + 1] - LABEL_HEIGHT;
            y[i] = excess > 0 ? Math.min(y[i], limit) : y[i];
            plot.label(
                    plot.right + 8,
                    y[i] + 4,
                    "start",
                    "end " + labels.get(i).style(),
                    labels.get(i).text());
        }
    }

    private void addLabel(List<EndLabel> labels, Scale scale, double level, String style, String name) {
        if (Double.isFinite(level)) {
            labels.add(new EndLabel(scale.position(level), style, name + Numbers.fixed(level, 3)));
        }
    }

    private double[] finiteValues() {
        return Stream.concat(
                        Stream.of(localOnly(), pooled(), federated()),
                        result.rounds().stream().map(this::of))
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .toArray();
    }

    private double of(Round round) {
        return value.applyAsDouble(round.quality());
    }

    private double localOnly() {
        return value.applyAsDouble(result.quality().localOnly());
    }

    private double federated() {
        return value.applyAsDouble(result.quality().federated());
    }

    private double pooled() {
        return value.applyAsDouble(result.quality().pooled());
    }

    private static String level(double value) {
        return Double.isFinite(value) ? Numbers.fixed(value, 3) : "an undefined level";
    }
}
