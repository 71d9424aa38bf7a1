package io.weir.guard;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What was measured of a round's updates.
 *
 * @param gram their inner products
 * @param sketches one an update, or none
 */
public record Measured(Gram gram, List<double[]> sketches) {
    public Measured {
        sketches = List.copyOf(sketches);
    }

    /**
     * From the numbers of {@link io.weir.guard.kernel.MeasureSums}.
     *
     * @param rows how many updates
     * @param sketchNumbers of one update; 0 without sketches
     */
    public static Measured of(int rows, int sketchNumbers, double[] numbers) {
        int from = numbers.length - rows * sketchNumbers;
        List<double[]> sketches = IntStream.range(0, sketchNumbers == 0 ? 0 : rows)
                .mapToObj(r -> Arrays.copyOfRange(numbers, from + r * sketchNumbers, from + (r + 1) * sketchNumbers))
                .toList();
        return new Measured(Gram.ofTriangles(rows, Arrays.copyOf(numbers, from)), sketches);
    }
}
