package io.weir.cli.attack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The rules that published attacks were computed against, written down once more and as simply as possible. */
final class PlainRules {
    private static final Pattern CALL = Pattern.compile("(\\w+)\\(\\w+=([\\d.]+)\\)");

    private interface Step {
        double[][] apply(double[][] rows);
    }

    private PlainRules() {}

    /** For instance {@code [NNM(f=2), Clipping(c=2.0), TrMean(f=2)]}. */
    static Target of(List<String> calls) {
        List<Step> steps = new ArrayList<>();
        for (String call : calls) {
            Matcher matcher = CALL.matcher(call);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(call);
            }
            steps.add(step(matcher.group(1), Double.parseDouble(matcher.group(2))));
        }
        return updates -> {
            double[][] rows = updates;
            for (Step step : steps) {
                rows = step.apply(rows);
            }
            return rows[0];
        };
    }

    private static Step step(String name, double parameter) {
        return switch (name) {
            case "NNM" -> rows -> nearest(rows, (int) parameter);
            case "Clipping" -> rows -> clipped(rows, parameter);
            case "TrMean" -> rows -> new double[][] {trimmed(rows, (int) parameter)};
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static double[][] nearest(double[][] rows, int f) {
        return Arrays.stream(rows)
                .map(x -> Vectors.mean(Arrays.stream(rows)
                        .sorted(Comparator.comparingDouble(y -> Vectors.squaredDistance(x, y)))
                        .limit(rows.length - f)
                        .toList()))
                .toArray(double[][]::new);
    }

    private static double[][] clipped(double[][] rows, double bound) {
        return Arrays.stream(rows)
                .map(x -> Vectors.times(Math.min(1, bound / Vectors.norm(x)), x))
                .toArray(double[][]::new);
    }

    private static double[] trimmed(double[][] rows, int f) {
        return IntStream.range(0, rows[0].length)
                .mapToDouble(j -> Arrays.stream(rows)
                        .mapToDouble(row -> row[j])
                        .sorted()
                        .skip(f)
                        .limit(rows.length - 2L * f)
                        .average()
                        .orElseThrow())
                .toArray();
    }
}
