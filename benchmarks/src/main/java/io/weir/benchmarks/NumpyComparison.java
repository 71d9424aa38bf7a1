package io.weir.benchmarks;

import io.weir.guard.Combination.MiddleRanks;
import io.weir.guard.kernel.Row;
import io.weir.guard.kernel.RowSums;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * Median and trimmed mean of 100 updates of a million parameters, by one thread, against numpy's in the same run: nanoseconds
 * a value, each the best of five. Needs a Python with numpy, {@code python3} or the one that the first argument names.
 */
public final class NumpyComparison {
    private static final int UPDATES = 100;
    private static final int PARAMETERS = 1_000_000;
    /** Rows are filled with the same values again and again; time does not depend on it. */
    private static final int DISTINCT = 1 << 16;

    private static final int TRIM = 10;
    private static final int REPEATS = 5;
    private static final int SCALE_BITS = 24;
    private static final double NANOS = 1e9;

    private NumpyComparison() {}

    /** Prints the table. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Row[] rows = rows();
        Map<String, Double> weir = new HashMap<>();
        weir.put("median", best(new MiddleRanks(Integer.MAX_VALUE), rows));
        weir.put("trimmed-mean", best(new MiddleRanks(TRIM), rows));
        Map<String, Double> numpy = numpy(arguments.length > 0 ? arguments[0] : "python3");
        System.out.printf(Locale.ROOT, "%-14s %10s %10s %8s%n", "ns a value", "weir", "numpy", "ratio");
        for (String rule : List.of("median", "trimmed-mean")) {
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %10.2f %10.2f %8.1f%n",
                    rule,
                    weir.get(rule),
                    numpy.get(rule),
                    numpy.get(rule) / weir.get(rule));
        }
    }

    private static Row[] rows() {
        SplittableRandom random = new SplittableRandom(42);
        float[][] values = new float[UPDATES][PARAMETERS];
        for (float[] row : values) {
            for (int i = 0; i < PARAMETERS; i++) {
                row[i] = i < DISTINCT ? (float) (random.nextDouble() - 0.5) : row[i - DISTINCT];
            }
        }
        return Arrays.stream(values).map(Row::of).toArray(Row[]::new);
    }

    private static double best(MiddleRanks ranks, Row[] rows) {
        RowSums kernel =
                RowSums.of(ranks, DoubleStream.generate(() -> 1).limit(UPDATES).toArray(), new int[UPDATES], List.of());
        long[] sums = new long[PARAMETERS];
        double best = Double.MAX_VALUE;
        for (int i = 0; i < REPEATS; i++) {
            long before = System.nanoTime();
            kernel.sum(rows, 0, PARAMETERS, SCALE_BITS, sums, 0);
            best = Math.min(best, (System.nanoTime() - before) / (double) UPDATES / PARAMETERS);
        }
        return best;
    }

    private static Map<String, Double> numpy(String python) throws IOException, InterruptedException {
        Path script = Files.createTempFile("weir-numpy", ".py");
        try {
            try (InputStream source = NumpyComparison.class.getResourceAsStream("numpy_comparison.py")) {
                Files.write(script, source.readAllBytes());
            }
            ProcessBuilder builder = new ProcessBuilder(
                            python,
                            script.toString(),
                            String.valueOf(UPDATES),
                            String.valueOf(PARAMETERS),
                            String.valueOf(TRIM),
                            String.valueOf(REPEATS))
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("OMP_NUM_THREADS", "1");
            Process process = builder.start();
            Map<String, Double> seconds = new HashMap<>();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                lines.lines()
                        .map(line -> line.split(" ", 2))
                        .forEach(words ->
                                seconds.put(words[0], Double.parseDouble(words[1]) * NANOS / UPDATES / PARAMETERS));
            }
            if (process.waitFor() != 0) {
                throw new IOException(
                        python + " could not run numpy: install python3-numpy, or name a Python that has it");
            }
            return seconds;
        } finally {
            Files.delete(script);
        }
    }
}
