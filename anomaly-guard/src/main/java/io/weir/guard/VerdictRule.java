package io.weir.guard;

import io.weir.guard.history.Memory;
import io.weir.guard.kernel.CoordinateSample;
import io.weir.guard.kernel.CountSketch;
import io.weir.guard.kernel.Measures;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides which updates of a sealed round count, and how. A pure function: same statistics, same judgement. */
public interface VerdictRule {
    /**
     * Updates that a rule can compare with one another: their inner products, and the mixture that a verdict can name, grow
     * with the square and have to fit a record.
     */
    int GRAM_UPDATES_MAX = 256;

    /** Numbers of a sketch: inner products of longer vectors come out with an error of about 1/16 of their norms. */
    int SKETCH_NUMBERS = 256;

    /** The parameter that names a reference; every rule takes it. */
    String REFERENCE = "reference";

    /** The rule's name in the configuration. */
    String name();

    /** The rule's parameters as configured. */
    Map<String, String> parameters();

    /** Whether {@link #judge} needs the inner products of the updates. */
    boolean needsGram();

    /** Whether {@link #judge} needs the updates' signs. */
    default boolean needsSigns() {
        return false;
    }

    /**
     * The participant whose update is a reference: rules compare others with it, it does not count among them and is
     * not summed, unless {@link #sumsReference} says so.
     */
    default Optional<String> reference() {
        return Optional.ofNullable(parameters().get(REFERENCE));
    }

    /** Whether the rule cannot judge a round without its reference. */
    default boolean needsReference() {
        return false;
    }

    /** Whether the reference's update is a vector that goes into the result, and not one that is only compared with. */
    default boolean sumsReference() {
        return false;
    }

    /**
     * Samples of coordinates over which the rule needs inner products, beside those over all.
     *
     * @param round the round's number
     */
    default List<CoordinateSample> samples(long round) {
        return List.of();
    }

    /** Whether a judgement can ask for noise. */
    default boolean addsNoise() {
        return false;
    }

    /** What of earlier rounds the rule needs. */
    default Set<Memory> remembers() {
        return Set.of();
    }

    /**
     * What slice tasks measure of a sealed round's updates.
     *
     * @param round the round's number
     * @param parameters length of an update
     */
    default Measures measures(long round, long parameters) {
        boolean sketched = remembers().stream().anyMatch(Memory::isSketched);
        return new Measures(
                samples(round), sketched ? Optional.of(CountSketch.of(parameters, SKETCH_NUMBERS)) : Optional.empty());
    }

    /** The largest number of updates that the rule can judge. */
    default int updatesMax() {
        return needsGram() ? GRAM_UPDATES_MAX : Integer.MAX_VALUE;
    }

    /** The least number of updates that the rule's guarantee holds for; with fewer it refuses to judge. */
    int updatesMin();

    /** Judges a round. */
    Judgement judge(RoundStatistics round);

    /** What becomes of the rows. */
    Combination combination();
}
