package io.weir.guard.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What participants would send next if all went on as it did, as FLANDERS has it (Gabrielli et al.
 * 2023): the updates of a round are the columns of a matrix, and a matrix {@link Autoregression} over the last
 * rounds forecasts the next one. Where the paper samples coordinates, columns are short sketches. A forecast needs a column
 * of every round that it is made from: who missed one of them has none.
 */
public final class Forecast {
    /** Rounds that a forecast is made from, at most. */
    public static final int ROUNDS = 8;
    /** Numbers of a short sketch. */
    public static final int NUMBERS = 32;

    private Forecast() {}

    /**
     * Short sketches of what the remembered participants would send, by name; empty if fewer than {@code start} rounds are
     * remembered.
     *
     * @param start at least 2, at most {@link #ROUNDS}
     * @param iterations of the fit
     */
    public static Map<String, double[]> of(History history, int start, int iterations) {
        List<Long> rounds = rounds(history);
        SortedMap<String, List<double[]>> trails = new TreeMap<>();
        if (rounds.size() >= start) {
            history.participants().forEach((name, past) -> {
                if (wasThere(past, rounds)) {
                    List<double[]> trail = past.trail();
                    trails.put(name, trail.subList(trail.size() - rounds.size(), trail.size()));
                }
            });
        }
        boolean oneModel = trails.values().stream()
                        .flatMap(List::stream)
                        .mapToInt(column -> column.length)
                        .distinct()
                        .count()
                == 1;
        return oneModel ? of(trails, rounds.size(), iterations) : Map.of();
    }

    private static Map<String, double[]> of(SortedMap<String, List<double[]>> trails, int rounds, int iterations) {
        double[][][] x = new double[rounds][][];
        for (int t = 0; t < rounds; t++) {
            int round = t;
            x[t] = Autoregression.transposed(
                    trails.values().stream().map(trail -> trail.get(round)).toArray(double[][]::new));
        }
        double[][] next =
                Autoregression.transposed(Autoregression.fit(x, iterations).after(x[rounds - 1]));
        Map<String, double[]> forecast = new TreeMap<>();
        int column = 0;
        for (String name : trails.keySet()) {
            forecast.put(name, next[column++]);
        }
        return forecast;
    }

    /** The newest rounds that were sealed, oldest first. */
    private static List<Long> rounds(History history) {
        List<Long> all = new ArrayList<>(history.participants().values().stream()
                .flatMap(past -> past.updates().stream())
                .map(PastUpdate::round)
                .distinct()
                .sorted()
                .toList());
        return all.subList(Math.max(0, all.size() - ROUNDS), all.size());
    }

    private static boolean wasThere(ParticipantHistory past, List<Long> rounds) {
        List<PastUpdate> updates = past.updates();
        return past.trail().size() >= rounds.size()
                && updates.subList(updates.size() - rounds.size(), updates.size()).stream()
                        .map(PastUpdate::round)
                        .toList()
                        .equals(rounds);
    }

    /** How far an update is from its forecast, {@code ‖x − x̂‖}. */
    public static double distance(double[] sketch, double[] forecast) {
        double[] difference = Sketches.plus(Sketches.shortened(sketch, forecast.length), -1, forecast);
        return Math.sqrt(Sketches.product(difference, difference));
    }
}
