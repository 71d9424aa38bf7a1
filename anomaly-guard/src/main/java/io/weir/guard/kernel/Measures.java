package io.weir.guard.kernel;

import java.util.List;
import java.util.Optional;

/**
 * What is measured of the updates of a round for a rule that compares them.
 *
 * @param samples of coordinates, over which there are inner products beside those over all
 * @param sketch of each update, if the rule remembers any
 */
public record Measures(List<CoordinateSample> samples, Optional<CountSketch> sketch) {
    /** Inner products over all coordinates alone. */
    public static final Measures PRODUCTS = new Measures(List.of(), Optional.empty());

    public Measures {
        samples = List.copyOf(samples);
    }

    /** Numbers of one update's sketch; 0 if there are none. */
    public int sketchNumbers() {
        return sketch.map(CountSketch::width).orElse(0);
    }
}
